import type { IncomingMessage } from 'node:http'

/** The largest body that is read: a value and everything around it fit into it many times. */
export const largestBody = 1024 * 1024

/**
 * The whole body; or that it is too large, or that the client has gone before its end.
 *
 * One that is too large is read to its end all the same, without being kept: a client that is still writing when the
 * connection closes would not see the answer.
 */
export function bodyOf(
  request: IncomingMessage,
  largest = largestBody,
): Promise<Buffer | 'too large' | 'gone'> {
  return new Promise((resolve) => {
    let chunks: Buffer[] = []
    let size = 0
    request.on('data', (chunk: Buffer) => {
      size += chunk.byteLength
      if (size <= largest) chunks.push(chunk)
      else chunks = []
    })
    request.on('end', () => {
      const [first = Buffer.alloc(0), ...more] = chunks
      if (size > largest) resolve('too large')
      else resolve(more.length === 0 ? first : Buffer.concat(chunks))
    })
    // Nothing but the end of the connection comes this way: there is nobody left to answer, and nothing to explain.
    request.on('error', () => resolve('gone'))
  })
}
