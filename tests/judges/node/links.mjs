// Relative links and anchors between the Markdown files of a repository lead somewhere.
import { remark } from 'remark'
import validateLinks from 'remark-validate-links'
import { engine } from 'unified-engine'
import { PassThrough } from 'node:stream'
import { files } from './files.mjs'

export function judge(repository) {
  const complaints = []
  const streamOut = new PassThrough().resume()
  return new Promise((resolve, reject) => {
    engine(
      {
        processor: remark(),
        cwd: repository,
        files: files(repository, /\.md$/),
        plugins: [[validateLinks, { repository: false, root: repository }]],
        output: false,
        out: false,
        streamOut,
        streamError: streamOut,
        reporter(found) {
          for (const file of found)
            for (const message of file.messages) complaints.push(`${file.path}:${message.line}: ${message.reason}`)
          return ''
        },
      },
      (error) => (error ? reject(error) : resolve(complaints))
    )
  })
}
