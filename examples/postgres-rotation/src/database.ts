import { Client, DatabaseError, escapeIdentifier, escapeLiteral } from 'pg'
import type { ConnectionSecret } from './connection-secret.js'
import { scramSecret } from './scram-secret.js'

/** PostgreSQL's code for a password that it does not take, and for a user that it does not have. */
const refused = '28P01'

const patienceMs = 10_000

/**
 * Does `work` as the user of a secret. False if the database does not take the password; rejects with anything else that
 * goes wrong, since an unreachable server says nothing about passwords.
 */
export async function loggedIn(
  { host, port, username: user, password, dbname: database }: ConnectionSecret,
  work: (client: Client) => Promise<unknown>,
): Promise<boolean> {
  const patience = { connectionTimeoutMillis: patienceMs, query_timeout: patienceMs }
  const client = new Client({ host, port, user, password, database, ...patience })
  // A connection that breaks between two statements: the next of them rejects.
  client.on('error', () => {})
  try {
    await client.connect()
  } catch (error) {
    if (error instanceof DatabaseError && error.code === refused) return false
    throw error
  }
  try {
    await work(client)
    return true
  } finally {
    await client.end()
  }
}

/** Whether the database takes the password, and for the user that the secret names. */
export async function connects(secret: ConnectionSecret): Promise<boolean> {
  let as: unknown
  const taken = await loggedIn(secret, async (client) => {
    const { rows } = await client.query<{ readonly name: string }>('SELECT current_user AS name')
    as = rows[0]?.name
  })
  return taken && as === secret.username
}

export async function setPassword(
  client: Client,
  { username, password }: Pick<ConnectionSecret, 'username' | 'password'>,
): Promise<void> {
  // Statements of this kind take no parameters.
  const [role, secret] = [escapeIdentifier(username), escapeLiteral(scramSecret(password))]
  await client.query(`ALTER ROLE ${role} PASSWORD ${secret}`)
}
