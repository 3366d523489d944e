import type { IncomingMessage } from 'node:http'

/** The largest body that is read: a value and everything around it fit into it many times. */
export const largestBody = 1024 * 1024

/**
 * The whole body, or undefined if it is too large. That one is read to its end all the same, without being kept: a
 * client that is still writing when the connection closes would not see the answer.
 */
export function bodyOf(request: IncomingMessage): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    let chunks: Buffer[] = []
    let size = 0
    request.on('data', (chunk: Buffer) => {
      size += chunk.byteLength
      if (size <= largestBody) chunks.push(chunk)
      else chunks = []
    })
    request.on('end', () => {
      if (size > largestBody) resolve(undefined)
      else resolve(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks))
    })
    request.on('error', reject)
  })
}
