import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto'

/** What PostgreSQL itself makes it. */
const iterations = 4096

/**
 * What PostgreSQL keeps of a password, and takes in its place. With it the password itself is in no statement, and so in
 * no log of the server, whatever that one logs.
 *
 * The password must be ASCII: for anything else a client and this would have to agree on how it is normalised.
 */
export function scramSecret(password: string, salt: Uint8Array = randomBytes(16)): string {
  const salted = pbkdf2Sync(password, salt, iterations, 32, 'sha256')
  const key = (purpose: string) => createHmac('sha256', salted).update(purpose).digest()
  const stored = createHash('sha256').update(key('Client Key')).digest('base64')
  const server = key('Server Key').toString('base64')
  return `SCRAM-SHA-256$${iterations}:${Buffer.from(salt).toString('base64')}$${stored}:${server}`
}
