// Which files no line of CODEOWNERS covers, as GitHub and GitLab match paths.
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { files } from './files.mjs'

const require = createRequire(import.meta.url)
const { OwnershipEngine } = require('@snyk/github-codeowners/dist/lib/ownership/OwnershipEngine')

export function judge(repository) {
  const places = ['.github/CODEOWNERS', '.gitlab/CODEOWNERS'].filter((place) => existsSync(`${repository}/${place}`))
  if (places.length !== 1) return [`CODEOWNERS: expected in one place of GitHub's or GitLab's, found in ${places.length}`]
  const engine = OwnershipEngine.FromCodeownersFile(`${repository}/${places[0]}`)
  return files(repository, /./)
    .filter((file) => engine.calcFileOwnership(file).length === 0)
    .map((file) => `${file}: nobody owns it`)
}
