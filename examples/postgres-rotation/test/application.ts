import { escapeIdentifier } from 'pg'
import { newCanary } from 'strongroom-scripts/canary'
import { type ConnectionSecret, connectionIn } from '#connection-secret'
import { loggedIn, setPassword } from '#database'
import type { Postgres } from './postgres.js'

/** A user of a database, with a table that it alone may read. */
export interface Application {
  readonly username: string
  /** The text of its secret, which may name the superuser's. */
  secret(masterarn?: string): string
  /** The user that a secret connects as, and only if that one can read the table; undefined if it is refused. */
  reads(secret: ConnectionSecret): Promise<string | undefined>
}

let count = 0

export async function createApplication(postgres: Postgres): Promise<Application> {
  count += 1
  // Whoever does not quote it in a statement, or uses it as a format, does not get far.
  const username = `o'app "${count}" 100%s`
  const table = `of_app_${count}`
  const password = newCanary()
  const { host, port } = postgres
  const all = { engine: 'postgres', host, port, dbname: 'postgres', username, password }

  await loggedIn(superuserOf(postgres), async (client) => {
    await client.query(`CREATE ROLE ${escapeIdentifier(username)} LOGIN`)
    await setPassword(client, { username, password })
    await client.query(`CREATE TABLE ${table} (entry text)`)
    await client.query(`GRANT SELECT ON ${table} TO ${escapeIdentifier(username)}`)
  })
  return {
    username,
    secret: (masterarn) => JSON.stringify({ ...all, masterarn }),
    async reads(secret) {
      let as: string | undefined
      await loggedIn(secret, async (client) => {
        await client.query(`SELECT * FROM ${table}`)
        const { rows } = await client.query<{ readonly name: string }>('SELECT current_user AS name')
        as = rows[0]?.name
      })
      return as
    },
  }
}

/** The text of the secret that `masterarn` leads to. */
export function superuserSecret({ host, port, superuser }: Postgres): string {
  return JSON.stringify({ engine: 'postgres', host, port, dbname: 'postgres', ...superuser })
}

export function superuserOf(postgres: Postgres): ConnectionSecret {
  return connectionIn(superuserSecret(postgres))
}
