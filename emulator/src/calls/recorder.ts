import { isIP } from 'node:net'
import type { Clock } from '@strongroom/core/parts'
import { globbed } from '../glob.js'
import { operationNamed } from '../operations/index.js'
import type { RequestEntry } from '../request-log.js'
import { namesOf } from '../secret-ids.js'

/** A call as CloudTrail would show it, or what the service did by itself. It holds no value and no credentials. */
export interface RecordedCall {
  readonly eventType: 'AwsApiCall' | 'AwsServiceEvent'
  /** When it ended, on the emulator's clock. */
  readonly time: string
  readonly requestId?: string | undefined
  readonly operation?: string | undefined
  /** The first secret that it named, as it was named. */
  readonly secretName?: string | undefined
  readonly account?: string | undefined
  readonly region?: string | undefined
  /** The id of the access key. */
  readonly caller?: string | undefined
  /** The ARN of the identity whose key it is, where keys are verified. */
  readonly principal?: string | undefined
  readonly sourceIp?: string | undefined
  /** `OK`, or the type of the error. */
  readonly outcome: string
  readonly errorMessage?: string | undefined
  readonly durationMs?: number | undefined
  /** Whether the operation changes nothing; absent where there is none of that name. */
  readonly readOnly?: boolean | undefined
}

/** What the service did without being called: a rotation that began or ended. */
export type ServiceEvent = Pick<RecordedCall, 'secretName' | 'account' | 'region' | 'errorMessage'> & {
  readonly operation: string
  /** `OK` where absent. */
  readonly outcome?: string | undefined
}

/** Which calls to tell: those that fit everything that is said here. */
export interface CallFilter {
  readonly operation?: string | undefined
  /** A secret's name, in which `*` stands for anything. */
  readonly secretName?: string | undefined
  readonly outcome?: string | undefined
  /** How many at most. */
  readonly limit?: number | undefined
}

/** How many calls are kept. */
export const mostKept = 1000

interface Kept {
  readonly time: number
  readonly entry: RequestEntry | undefined
  readonly event: ServiceEvent | undefined
  readonly sourceIp: string | undefined
  readonly errorMessage: string | undefined
  readonly principal: string | undefined
}

/** The last calls there were, and how many of each operation. Every request passes here, so it only keeps what it is given. */
export class Recorder {
  readonly #clock: Pick<Clock, 'now'>
  #ring: Kept[] = []
  /** Where the next one goes, once the ring is full. */
  #next = 0
  #counts = new Map<string, number>()
  #countedSince: number

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock
    this.#countedSince = clock.now()
  }

  /** A request that has been answered, from an address. `errorMessage` must quote nothing that can be a value. */
  keep(
    entry: RequestEntry,
    sourceIp: string | undefined,
    errorMessage: string | undefined,
    principal?: string | undefined,
  ): void {
    const { operation } = entry
    if (operation !== undefined) this.#counts.set(operation, (this.#counts.get(operation) ?? 0) + 1)
    this.#push({ time: this.#clock.now(), entry, event: undefined, sourceIp, errorMessage, principal })
  }

  /** What happened without a request. */
  note(event: ServiceEvent): void {
    const { errorMessage } = event
    this.#push({
      time: this.#clock.now(),
      entry: undefined,
      event,
      sourceIp: undefined,
      errorMessage,
      principal: undefined,
    })
  }

  /** The last ones first. */
  list({ operation, secretName, outcome, limit = mostKept }: CallFilter = {}): readonly RecordedCall[] {
    const fits = secretName === undefined ? undefined : globbed(secretName)
    const newestFirst = [...this.#ring.slice(this.#next), ...this.#ring.slice(0, this.#next)].reverse()
    return newestFirst
      .map(told)
      .filter((call) => operation === undefined || call.operation === operation)
      .filter((call) => outcome === undefined || call.outcome === outcome)
      .filter((call) => fits === undefined || namesOf(call.secretName ?? '').some(fits))
      .slice(0, limit)
  }

  /** Forgets the calls; how many they were stays. */
  clear(): void {
    this.#ring = []
    this.#next = 0
  }

  /** How often each operation was called, and from when on they were counted. */
  counted(): { readonly since: number; readonly byOperation: ReadonlyMap<string, number> } {
    return { since: this.#countedSince, byOperation: this.#counts }
  }

  /** Counts from nothing. */
  restart(): void {
    this.clear()
    this.#counts = new Map()
    this.#countedSince = this.#clock.now()
  }

  #push(kept: Kept): void {
    if (this.#ring.length < mostKept) {
      this.#ring.push(kept)
      return
    }
    this.#ring[this.#next] = kept
    this.#next = (this.#next + 1) % mostKept
  }
}

function told({ time, entry, event, sourceIp, errorMessage, principal }: Kept): RecordedCall {
  const when = { time: new Date(time).toISOString() }
  if (entry === undefined) {
    return {
      eventType: 'AwsServiceEvent',
      ...when,
      ...event,
      outcome: event?.outcome ?? 'OK',
      readOnly: false,
    }
  }
  const { requestId, operation, secretName, account, region, caller, outcome, durationMs } = entry
  return {
    eventType: 'AwsApiCall',
    ...when,
    requestId,
    operation,
    secretName,
    account,
    region,
    caller,
    principal,
    sourceIp: sourceIp && plainAddress(sourceIp),
    outcome,
    errorMessage,
    durationMs: Math.round(durationMs * 1000) / 1000,
    readOnly: operation === undefined ? undefined : isReadOnly(operation),
  }
}

/** Of STS there is no operation that changes anything. */
function isReadOnly(operation: string): boolean {
  return operationNamed(operation)?.changes !== true
}

/** An address of IPv4 as such, also where it came to a socket of IPv6. */
function plainAddress(address: string): string {
  const inside = address.replace(/^::ffff:/i, '')
  return isIP(inside) === 4 ? inside : address
}
