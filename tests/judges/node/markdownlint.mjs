// Every Markdown file by markdownlint's default rules, with the exceptions of rules/markdownlint.jsonc.
import { fileURLToPath } from 'node:url'
import { main } from 'markdownlint-cli2'

const config = fileURLToPath(new URL('../rules/.markdownlint-cli2.jsonc', import.meta.url))

export async function judge(repository) {
  const complaints = []
  const logError = (line) => complaints.push(line)
  const argv = ['--config', config, '**/*.md', '#.git/**']
  await main({ directory: repository, argv, logMessage() {}, logError })
  return complaints
}
