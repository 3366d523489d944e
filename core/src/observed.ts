import { channel } from 'node:diagnostics_channel'
import { userInfo } from 'node:os'
import { performance } from 'node:perf_hooks'
import type { Writable } from 'node:stream'
import { SecretsError, type SecretsErrorCode, sanitised } from './errors.js'
import { forwarded } from './forwarded.js'
import { told } from './lifecycle.js'
import type { Health, SecretsProvider } from './provider.js'
import type { SecretRef } from './ref.js'

/** One call to a provider, told without a value. */
export interface AuditRecord {
  /** When it ended, as ISO 8601. */
  readonly time: string
  readonly who: string
  readonly operation: string
  /** The secret; absent where the call is about none in particular. */
  readonly name?: string
  readonly provider: string
  readonly outcome: Outcome
  readonly durationMs: number
}

export type Outcome = 'OK' | SecretsErrorCode

/** How often a provider answered what. */
export type Counters = Readonly<Partial<Record<Outcome, number>>>

export type AuditSink = (record: AuditRecord) => unknown

export interface ObserveOptions {
  /** Takes a record of every call. If it fails, the call goes on, and `health` says that records are lost. */
  readonly audit?: AuditSink | undefined
  /** On whose behalf; the user of the process where absent. */
  readonly who?: string | undefined
  /** Whether calls are published on the diagnostics channel `strongroom:call`; true where absent. */
  readonly diagnostics?: boolean | undefined
  /** The time of day; the system's where absent. Durations are always measured. */
  readonly now?: (() => number) | undefined
}

export interface ObservedProvider extends SecretsProvider {
  counters(): Counters
}

/** The `node:diagnostics_channel` on which every observed call is published, as an AuditRecord. */
export const callChannel = 'strongroom:call'

const calls = channel(callChannel)

/** An audit sink that writes one line of JSON for each call. The stream's errors are its owner's to hear. */
export function auditLines(stream: Writable): AuditSink {
  return (record) => {
    stream.write(`${JSON.stringify(record)}\n`)
  }
}

/** The same provider, with every call told to an audit sink and to `node:diagnostics_channel`, and counted. */
export function observed(provider: SecretsProvider, options: ObserveOptions = {}): ObservedProvider {
  const { audit, diagnostics = true, now = Date.now } = options
  const counters = new Map<Outcome, number>()
  const inner = forwarded(provider)
  let { who } = options
  let auditFailures = 0

  function tell(operation: string, name: string | undefined, outcome: Outcome, durationMs: number): void {
    counters.set(outcome, (counters.get(outcome) ?? 0) + 1)
    const time = new Date(now()).toISOString()
    who ??= processUser()
    const about = name === undefined ? {} : { name }
    const record: AuditRecord = {
      time,
      who,
      operation,
      ...about,
      provider: provider.id,
      outcome,
      durationMs,
    }
    if (diagnostics && calls.hasSubscribers) calls.publish(record)
    report(record)
  }

  async function report(record: AuditRecord): Promise<void> {
    try {
      await audit?.(record)
    } catch (error) {
      auditFailed(error)
    }
  }

  function auditFailed(error: unknown): void {
    auditFailures += 1
    if (auditFailures > 1) return
    const message = `the audit sink of provider "${provider.id}" failed with ${sanitised(error).name}: records are lost`
    process.emitWarning(message, { type: 'StrongroomWarning', code: 'STRONGROOM_AUDIT' })
  }

  /** Runs a call and tells how it ended. */
  async function call<T>(operation: string, name: string | undefined, work: () => Promise<T>): Promise<T> {
    const since = performance.now()
    let outcome: Outcome = 'OK'
    try {
      return await work()
    } catch (error) {
      outcome = codeOf(error)
      throw error
    } finally {
      tell(operation, name, outcome, elapsed(since))
    }
  }

  async function getMany(...[refs, op]: Parameters<SecretsProvider['getMany']>) {
    const since = performance.now()
    try {
      const answers = await inner.getMany(refs, op)
      const durationMs = elapsed(since)
      for (const [i, answer] of answers.entries()) {
        tell('getMany', nameOf(refs[i]), SecretsError.is(answer) ? answer.code : 'OK', durationMs)
      }
      return answers
    } catch (error) {
      const durationMs = elapsed(since)
      for (const ref of Array.isArray(refs) ? refs : [])
        tell('getMany', nameOf(ref), codeOf(error), durationMs)
      throw error
    }
  }

  async function health(...args: Parameters<SecretsProvider['health']>): Promise<Health> {
    const found = await inner.health(...args)
    if (auditFailures === 0 || found.status === 'unhealthy') return found
    return {
      ...found,
      status: 'degraded',
      detail: `the audit sink failed ${auditFailures} times: records are lost`,
    }
  }

  return {
    ...inner,
    get: (ref, op) => call('get', nameOf(ref), () => inner.get(ref, op)),
    getMany,
    describe: (name, ...rest) => call('describe', name, () => inner.describe(name, ...rest)),
    list: (...args) => call('list', undefined, () => inner.list(...args)),
    versions: (name, ...rest) => call('versions', name, () => inner.versions(name, ...rest)),
    create: (name, ...rest) => call('create', name, () => inner.create(name, ...rest)),
    put: (name, ...rest) => call('put', name, () => inner.put(name, ...rest)),
    moveLabel: (name, ...rest) => call('moveLabel', name, () => inner.moveLabel(name, ...rest)),
    delete: (name, ...rest) => call('delete', name, () => inner.delete(name, ...rest)),
    restore: (name, ...rest) => call('restore', name, () => inner.restore(name, ...rest)),
    tag: (name, ...rest) => call('tag', name, () => inner.tag(name, ...rest)),
    untag: (name, ...rest) => call('untag', name, () => inner.untag(name, ...rest)),
    health,
    counters: () => Object.fromEntries(counters),
  }
}

/** Milliseconds, to the microsecond. */
function elapsed(since: number): number {
  return Math.round((performance.now() - since) * 1000) / 1000
}

function codeOf(error: unknown): SecretsErrorCode {
  return told(error, {}).code
}

/** The name in a ref, also in one that will be refused. */
function nameOf(ref: SecretRef | undefined): string {
  return String(typeof ref === 'string' ? ref.split('#')[0] : ref?.name)
}

/** Who runs this process, by name, or by number where the system has no name for it. */
function processUser(): string {
  try {
    return userInfo().username
  } catch {
    return `uid ${process.getuid?.()}`
  }
}
