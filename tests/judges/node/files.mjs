// Files of a repository by their endings, the folder .git left out.
import { readdirSync } from 'node:fs'

export function files(repository, pattern) {
  return readdirSync(repository, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`.slice(repository.length + 1))
    .filter((file) => !file.startsWith('.git/') && pattern.test(file))
    .sort()
}
