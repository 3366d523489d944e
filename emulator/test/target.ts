import { randomBytes } from 'node:crypto'
import { type CreateSecretRequest, SecretsManager } from '@aws-sdk/client-secrets-manager'
import { type Clock, manualClock } from '@strongroom/core/parts'
import { memoryStore, Vault } from '@strongroom/vault'
import { after, type Context } from 'mocha'
import { skip } from 'strongroom-scripts/skip'
import { listen } from '#listening'
import { requestLog } from '#request-log'
import { startEmulator } from '#server'
import type { EmulatorOptions } from '#settings'
import { createApp } from '#transport/app'
import { postSigned } from './post-signed.js'
import { type PostOptions, postTo, type WireAnswer } from './wire.js'

/**
 * Whether the specs of the operations face AWS itself: `REMOTE=1`, with Region and credentials from the environment.
 * By hand only, and at your cost: we have not run them against AWS. What they make there is called
 * `strongroom-spec-…` and is deleted at the end, without recovery.
 */
export const remote = process.env.REMOTE === '1'

/** Skips where AWS itself answers, for a reason. */
export function localOnly(context: Context, reason: string): void {
  if (remote) skip(context, `on AWS ${reason}`)
}

interface Made {
  readonly ARN: string
  readonly Name: string
  readonly VersionId: string
}

/** What a spec speaks to, from its first request until its suite ends. */
export interface Target {
  readonly api: SecretsManager
  /** Calls an operation with a body that no SDK would send. */
  post(operation: string, body?: unknown, options?: PostOptions): Promise<WireAnswer>
  /** A name that nobody else uses. */
  name(stem?: string): string
  /** Creates a secret under a name of its own, with a value unless it is given anything else. */
  make(input?: Partial<CreateSecretRequest>): Promise<Made>
}

interface Served {
  readonly endpoint: string
  close(): Promise<void>
}

/** To be called in a suite, which closes what was opened when it ends. */
export function useTarget(options: EmulatorOptions = {}): Target {
  return remote ? aws() : emulator(() => startEmulator(options))
}

/** The same with a clock that the spec turns by hand, at which nobody has ever read anything. Not for AWS. */
export function useTurnedTarget(start: number): Target & { readonly clock: ReturnType<typeof manualClock> } {
  const clock = manualClock(start)
  return { ...emulator(() => turned(clock)), clock }
}

function emulator(start: () => Promise<Served>): Target {
  let started: Promise<Served> | undefined
  const served = () => (started ??= start())
  const api = new SecretsManager({
    endpoint: async () => {
      const { hostname, port, protocol } = new URL((await served()).endpoint)
      return { hostname, port: Number(port), protocol, path: '/' }
    },
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  })
  after(async () => {
    api.destroy()
    await (await started)?.close()
  })
  return targetOver(api, async (operation, body, options) =>
    postTo((await served()).endpoint, operation, body, options),
  )
}

function aws(): Target {
  const api = new SecretsManager({})
  const made: string[] = []
  after(async function () {
    this.timeout('10m')
    for (const SecretId of made) {
      await api.deleteSecret({ SecretId, ForceDeleteWithoutRecovery: true }).catch(() => undefined)
    }
    api.destroy()
  })
  const post: Target['post'] = (operation, body = {}, options = {}) =>
    postSigned(api, operation, body, options)
  return targetOver(api, post, (name) => made.push(name))
}

function targetOver(api: SecretsManager, post: Target['post'], told?: (name: string) => void): Target {
  const prefix = `strongroom-spec-${randomBytes(4).toString('hex')}`
  let count = 0
  const name = (stem = 'db') => {
    count += 1
    // What follows the last slash has no hyphen: a name that ends in one and six characters is hard to find by ARN.
    const next = `${prefix}/${count}/${stem}`
    told?.(next)
    return next
  }
  return {
    api,
    post,
    name,
    async make(input = { SecretString: 'a value' }) {
      const called = input.Name ?? name()
      told?.(called)
      const { ARN = '', Name = '', VersionId = '' } = await api.createSecret({ ...input, Name: called })
      return { ARN, Name, VersionId }
    },
  }
}

async function turned(clock: Clock): Promise<Served> {
  const store = memoryStore()
  const service = {
    vault: new Vault(store, { clock }),
    home: { account: '000000000000', region: 'us-east-1' },
    readOnly: false,
    isInvokable: async () => false,
  }
  const server = await listen(createApp({ service, log: requestLog('silent') }), 0, '127.0.0.1')
  return {
    endpoint: `http://127.0.0.1:${server.port}`,
    async close() {
      await server.close()
      await store.close()
    },
  }
}
