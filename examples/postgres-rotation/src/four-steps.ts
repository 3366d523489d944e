import { ResourceNotFoundException, SecretsManager } from '@aws-sdk/client-secrets-manager'
import { type ConnectionSecret, changed, connectionIn, expectSameServer } from './connection-secret.js'
import { connects } from './database.js'

/** What Secrets Manager calls a rotation function with, once for each step. */
export interface RotationEvent {
  readonly Step: string
  readonly SecretId: string
  /** The id of the version that is to become AWSCURRENT. */
  readonly ClientRequestToken: string
}

/** In what one way of rotating differs from another. */
export interface Strategy {
  /** The user for whom there is a new password, by the user of now. */
  next(username: string): string
  /** Has the database take the pending password. An earlier call may have come to any point, its end included. */
  set(versions: Versions): Promise<void>
}

/** What there is of a secret while it is rotated. */
export interface Versions {
  readonly current: ConnectionSecret
  /** For the next user, and of the same server as the current one. */
  readonly pending: ConnectionSecret
  /** Undefined if there is none. */
  previous(): Promise<ConnectionSecret | undefined>
  /** Another secret than the one that is rotated. */
  other(arn: string): Promise<ConnectionSecret>
}

/**
 * A rotation function. Each step may be repeated after it has failed, or has succeeded and nobody heard of it: it finds out
 * how far it came and does what is left.
 */
export function rotation(strategy: Strategy): (event: RotationEvent) => Promise<void> {
  return async (event) => {
    // The endpoint, the Region and the credentials come from the environment.
    const api = new SecretsManager()
    try {
      await step(event, strategy, api)
    } finally {
      api.destroy()
    }
  }
}

async function step(event: RotationEvent, strategy: Strategy, api: SecretsManager): Promise<void> {
  const { Step, SecretId, ClientRequestToken: token } = event
  const { RotationEnabled, VersionIdsToStages = {} } = await api.describeSecret({ SecretId })
  if (RotationEnabled !== true) throw new Error(`${SecretId} is not set up to be rotated`)
  const labels = VersionIdsToStages[token]
  if (labels === undefined) throw new Error(`${SecretId} has no version ${token}`)
  if (labels.includes('AWSCURRENT')) return
  if (!labels.includes('AWSPENDING')) throw new Error(`version ${token} of ${SecretId} is not AWSPENDING`)

  const read = readerOf(event, api)
  switch (Step) {
    case 'createSecret':
      return create(event, read, strategy, api)
    case 'setSecret':
      return strategy.set(await versionsOf(read, strategy, api))
    case 'testSecret':
      if (await connects(connectionIn(await read('AWSPENDING')))) return
      throw new Error(`the database does not take the pending password of ${SecretId}`)
    case 'finishSecret':
      return finish(event, VersionIdsToStages, api)
    default:
      throw new Error(`there is no step ${Step}`)
  }
}

async function create(
  { SecretId, ClientRequestToken }: RotationEvent,
  read: Reader,
  strategy: Strategy,
  api: SecretsManager,
): Promise<void> {
  const current = await read('AWSCURRENT')
  if ((await found(read('AWSPENDING'))) !== undefined) return
  const { RandomPassword: password = '' } = await api.getRandomPassword({
    PasswordLength: 32,
    // What connection strings and shells make something else of.
    ExcludeCharacters: process.env.EXCLUDE_CHARACTERS ?? `:/@"'\\`,
  })
  const username = strategy.next(connectionIn(current).username)
  await api.putSecretValue({
    SecretId,
    ClientRequestToken,
    SecretString: changed(current, { username, password }),
    VersionStages: ['AWSPENDING'],
  })
}

async function versionsOf(read: Reader, strategy: Strategy, api: SecretsManager): Promise<Versions> {
  const current = connectionIn(await read('AWSCURRENT'))
  const pending = connectionIn(await read('AWSPENDING'))
  expectSameServer(current, pending)
  if (pending.username !== strategy.next(current.username)) {
    throw new Error('the pending version is for another user than the one whose turn it is')
  }
  return {
    current,
    pending,
    async previous() {
      const value = await found(read('AWSPREVIOUS'))
      return value === undefined ? undefined : connectionIn(value)
    },
    async other(arn) {
      const { SecretString } = await api.getSecretValue({ SecretId: arn })
      return connectionIn(SecretString)
    },
  }
}

async function finish(
  { SecretId, ClientRequestToken }: RotationEvent,
  stages: Readonly<Record<string, readonly string[]>>,
  api: SecretsManager,
): Promise<void> {
  const current = Object.keys(stages).find((id) => stages[id]?.includes('AWSCURRENT'))
  await api.updateSecretVersionStage({
    SecretId,
    VersionStage: 'AWSCURRENT',
    MoveToVersionId: ClientRequestToken,
    RemoveFromVersionId: current,
  })
}

type Reader = (label: 'AWSCURRENT' | 'AWSPENDING' | 'AWSPREVIOUS') => Promise<string | undefined>

function readerOf({ SecretId, ClientRequestToken }: RotationEvent, api: SecretsManager): Reader {
  return async (VersionStage) => {
    // By its id, too: never the pending version of another round.
    const VersionId = VersionStage === 'AWSPENDING' ? ClientRequestToken : undefined
    return (await api.getSecretValue({ SecretId, VersionStage, VersionId })).SecretString
  }
}

async function found<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined
    throw error
  }
}
