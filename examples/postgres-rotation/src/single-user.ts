import type { ConnectionSecret } from './connection-secret.js'
import { connects, loggedIn, setPassword } from './database.js'
import { rotation, type Versions } from './four-steps.js'

/**
 * Rotates the password of one user, who changes it by itself. From then on until AWSCURRENT moves, only the pending secret
 * connects: clients have to read again, AWSPENDING too, when they are refused.
 */
export const handler = rotation({ next: (username) => username, set })

async function set({ current, pending, previous }: Versions): Promise<void> {
  if (await connects(pending)) return
  const change = (old: ConnectionSecret) => loggedIn(old, (client) => setPassword(client, pending))
  if (await change(current)) return
  const before = await previous()
  if (before !== undefined && isSameUser(before, current) && (await change(before))) return
  throw new Error('the database takes neither the pending password nor the current nor the previous one')
}

function isSameUser(one: ConnectionSecret, other: ConnectionSecret): boolean {
  return one.username === other.username && one.host === other.host && one.port === other.port
}
