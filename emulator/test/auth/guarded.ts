import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { SecretsManager, type SecretsManagerClientConfig } from '@aws-sdk/client-secrets-manager'
import { after } from 'mocha'
import { type Emulator, serve } from '#server'
import { type EmulatorOptions, settingsOf } from '#settings'
import { postSigned } from '../post-signed.js'
import { type RecordingLog, recordingLog } from '../recording-log.js'
import { temporaryFolder } from '../temporary-folder.js'
import type { PostOptions, WireAnswer } from '../wire.js'

export const account = '111122223333'
export const other = '444455556666'

/** An entry of iam.json. */
export interface Entry {
  readonly arn: string
  readonly policies?: readonly unknown[]
  readonly accessKeys: readonly Key[]
  readonly [member: string]: unknown
}

export interface Key {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
  readonly expiresAt?: string
}

/** A user with these policies, whose key is called after it. */
export function user(name: string, policies: readonly unknown[] = [], more: object = {}): Entry {
  const accessKeys = [{ accessKeyId: `AKIA${name.toUpperCase()}`, secretAccessKey: `secret of ${name}` }]
  return { arn: `arn:aws:iam::${account}:user/${name}`, policies, accessKeys, ...more }
}

/** The same in the other account. */
export function stranger(name: string, policies: readonly unknown[] = []): Entry {
  return user(name, policies, { arn: `arn:aws:iam::${other}:user/${name}` })
}

/** A policy of one statement. */
export function policy(
  Effect: 'Allow' | 'Deny',
  Action: string | readonly string[],
  Resource: string | readonly string[] = '*',
  Condition?: object,
): object {
  const actions = [Action].flat().map((action) => (action === '*' ? action : `secretsmanager:${action}`))
  return { Version: '2012-10-17', Statement: [{ Effect, Action: actions, Resource, Condition }] }
}

/** The ARN of secrets of the account in us-east-1, as policies name them. */
export function secretsOf(pattern: string, owner = account): string {
  return `arn:aws:secretsmanager:us-east-1:${owner}:secret:${pattern}`
}

/** An emulator that asks who its callers are. */
export interface Guarded {
  readonly emulator: Emulator
  readonly log: RecordingLog
  /** A client with the first key of an identity, or with another. */
  as(entry: Entry, config?: SecretsManagerClientConfig): SecretsManager
  /** The answer to an operation, asked for with any body by an identity. */
  post(entry: Entry, operation: string, body?: unknown, options?: PostOptions): Promise<WireAnswer>
  close(): Promise<void>
}

export async function guarded(
  identities: readonly Entry[],
  options: EmulatorOptions = { iam: 'enforce' },
): Promise<Guarded> {
  await using temporary = await temporaryFolder()
  const iamFile = path.join(temporary.folder, 'iam.json')
  await writeFile(iamFile, JSON.stringify({ identities }), { mode: 0o600 })
  const log = recordingLog()
  const emulator = await serve(settingsOf({ ...options, iamFile }), log)
  const clients: SecretsManager[] = []
  const as: Guarded['as'] = ({ accessKeys: [key] }, config = {}) => {
    if (key === undefined) throw new TypeError('an identity without a key cannot ask')
    const { accessKeyId, secretAccessKey, sessionToken } = key
    const credentials = { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) }
    const { endpoint } = emulator
    const client = new SecretsManager({
      endpoint,
      region: 'us-east-1',
      credentials,
      maxAttempts: 1,
      ...config,
    })
    clients.push(client)
    return client
  }
  return {
    emulator,
    log,
    as,
    post: (entry, operation, body = {}, given = {}) => postSigned(as(entry), operation, body, given),
    async close() {
      for (const client of clients) client.destroy()
      await emulator.close()
    },
  }
}

/** One for a suite, from the first test that asks for it. */
export function useGuarded(
  identities: readonly Entry[],
  options: EmulatorOptions = { iam: 'enforce' },
): () => Promise<Guarded> {
  let started: Promise<Guarded> | undefined
  after(async () => {
    await (await started)?.close()
  })
  return () => (started ??= guarded(identities, options))
}
