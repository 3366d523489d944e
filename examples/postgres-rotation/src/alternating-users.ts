import { type Client, escapeIdentifier } from 'pg'
import { type ConnectionSecret, expectSameServer } from './connection-secret.js'
import { connects, loggedIn, setPassword } from './database.js'
import { rotation, type Versions } from './four-steps.js'

const suffix = '_clone'

/** PostgreSQL cuts longer names short, and might then mean somebody else. */
const longestName = 63

/**
 * Rotates between a user and its clone: the one whose turn it is gets a new password while the other goes on connecting. A
 * superuser does it, whose secret `masterarn` names, and who makes the clone when there is none yet.
 */
export const handler = rotation({ next, set })

function next(username: string): string {
  if (isClone(username)) return baseOf(username)
  const clone = username + suffix
  if (Buffer.byteLength(clone) <= longestName) return clone
  throw new Error(`the name of the user is too long to have ${suffix} behind it`)
}

async function set({ current, pending, other }: Versions): Promise<void> {
  if (await connects(pending)) return
  // Who can write a secret is not yet a user of the database, and must not get the clone of one.
  if (!(await connects(current))) throw new Error('the database does not take the current password')
  if (current.masterarn === undefined) throw new Error('the secret has no "masterarn"')
  const superuser = await other(current.masterarn)
  expectSameServer(superuser, current)
  if (await loggedIn(superuser, (client) => give(client, pending))) return
  throw new Error('the database does not take the password of the superuser')
}

/** Gives the user whose turn it is the pending password: all of it or, if anything fails, nothing. */
async function give(client: Client, user: ConnectionSecret): Promise<void> {
  await client.query('BEGIN')
  if (isClone(user.username)) await clone(client, user.username)
  await setPassword(client, user)
  await client.query('COMMIT')
}

/** A user who may do what the other one may, made if need be. */
async function clone(client: Client, username: string): Promise<void> {
  const [role, base] = [escapeIdentifier(username), escapeIdentifier(baseOf(username))]
  const { rowCount } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [username])
  if (rowCount === 0) await client.query(`CREATE ROLE ${role} LOGIN`)
  await client.query(`GRANT ${base} TO ${role}`)
}

function isClone(username: string): boolean {
  return username.endsWith(suffix)
}

function baseOf(username: string): string {
  return username.slice(0, -suffix.length)
}
