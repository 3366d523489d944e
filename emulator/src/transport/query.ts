import type { IncomingMessage } from 'node:http'

/** Whether a request is in the query protocol, as those to STS are, which answers at the same port. */
export function isQuery({ headers }: IncomingMessage): boolean {
  const { 'x-amz-target': target, 'content-type': type = '' } = headers
  return target === undefined && type.startsWith('application/x-www-form-urlencoded')
}
