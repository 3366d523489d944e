/** What a secret says of a database and of a user there, in the form that AWS gives such secrets. */
export interface ConnectionSecret {
  readonly host: string
  readonly port: number
  readonly username: string
  readonly password: string
  readonly dbname: string
  /** Where the secret of a superuser is, whom alternating users need. */
  readonly masterarn?: string | undefined
}

type Members = Readonly<Record<string, unknown>>

/** Reads a value. No error that this throws says anything of what is in it. */
export function connectionIn(value: string | undefined): ConnectionSecret {
  const members = membersOf(value)
  const { engine, port = 5432, dbname = 'postgres', masterarn } = members
  if (engine !== 'postgres' && engine !== 'aurora-postgresql') throw new Error('"engine" must be "postgres"')
  return {
    host: text(members, 'host'),
    port: Number(port),
    username: text(members, 'username'),
    password: text(members, 'password'),
    dbname: typeof dbname === 'string' ? dbname : 'postgres',
    masterarn: typeof masterarn === 'string' ? masterarn : undefined,
  }
}

/** The same value for another user or with another password. Whatever else it holds stays. */
export function changed(
  value: string | undefined,
  user: Pick<ConnectionSecret, 'username' | 'password'>,
): string {
  return JSON.stringify({ ...membersOf(value), ...user })
}

/** Refuses to go on where a secret leads to another server: a password would be tried, or told, where it is not at home. */
export function expectSameServer(one: ConnectionSecret, other: ConnectionSecret): void {
  if (one.host === other.host && one.port === other.port) return
  throw new Error('the secrets do not lead to the same server')
}

function membersOf(value: string | undefined): Members {
  if (value === undefined) throw new Error('the secret holds no text')
  let members: unknown
  try {
    members = JSON.parse(value)
  } catch {
    // What JSON.parse says quotes the value.
  }
  if (!isObject(members)) throw new Error('the secret is no JSON object')
  return members
}

function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function text(members: Members, key: string): string {
  const value = members[key]
  if (typeof value === 'string' && value !== '') return value
  throw new Error(`the secret has no "${key}"`)
}
