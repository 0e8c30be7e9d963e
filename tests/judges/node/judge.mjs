// One process judges many repositories: `node judge.mjs NAME`, paths as JSON on stdin, complaints as JSON on stdout.
import { readFileSync } from 'node:fs'

const name = process.argv[2]
const { judge } = await import(`./${name}.mjs`)
const paths = JSON.parse(readFileSync(0, 'utf8'))
const write = process.stdout.write.bind(process.stdout)
console.log = console.info = console.error // what a judge chats about is not its verdict
const verdicts = {}
for (const path of paths) verdicts[path] = await judge(path)
write(JSON.stringify(verdicts), () => process.exit(0))
