// The rules that repolinter ships, and those that JUDGES_RULESET names by an absolute path.
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)
const repolinter = require('repolinter')
const ruleset = process.env.JUDGES_RULESET || require.resolve('repolinter/rulesets/default.json')

export async function judge(repository) {
  const verdict = await repolinter.lint(repository, [], ruleset)
  if (verdict.errored) return [`repolinter could not judge: ${verdict.errMsg}`]
  return verdict.results
    .filter((found) => found.status === 'NOT_PASSED_ERROR' || found.status === 'ERROR')
    .map((found) => {
      const { message, targets = [] } = found.lintResult ?? {}
      const where = targets.filter((target) => !target.passed)
        .map((target) => `${target.path ?? target.pattern ?? ''} ${target.message ?? ''}`.trim())
      return `${found.ruleInfo.name}: ${[message, found.runMessage, ...where].filter(Boolean).join('; ')}`
    })
}
