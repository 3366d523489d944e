import type { IncomingMessage } from 'node:http'

/** The largest body that is read: a value and everything around it fit into it many times. */
export const largestBody = 1024 * 1024

/** The whole body, or undefined as soon as it turns out to be too large: then the rest is not read. */
export function bodyOf(request: IncomingMessage): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    if (Number(request.headers['content-length']) > largestBody) return resolve(undefined)
    request.on('data', (chunk: Buffer) => {
      size += chunk.byteLength
      if (size > largestBody) {
        request.pause()
        request.removeAllListeners('data')
        resolve(undefined)
      } else {
        chunks.push(chunk)
      }
    })
    request.on('end', () => resolve(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks)))
    request.on('error', reject)
  })
}
