import { SecretsError, sanitised } from '@strongroom/core/parts'
import type { DestinationStream, Logger } from 'pino'
import type { LogLevel } from './settings.js'

/** One request, and how it ended. */
export interface RequestEntry {
  /** Absent where it did not get that far. */
  readonly operation?: string | undefined
  readonly secretName?: string | undefined
  /** `OK`, or the type of the error. */
  readonly outcome: string
  readonly status: number
  readonly durationMs: number
  readonly account?: string | undefined
  readonly region?: string | undefined
  /** The id of the access key: never what it is signed with. */
  readonly caller?: string | undefined
  readonly requestId: string
}

/** A secret that was asked for in one realm and exists in others. */
export interface ElsewhereEntry {
  readonly secretName: string
  readonly account: string
  readonly region: string
  /** Where it is. */
  readonly realms: readonly { readonly account: string; readonly region: string }[]
  readonly requestId?: string | undefined
}

/** What happened to a rotation, by CloudTrail's name for it. */
export interface RotationEntry {
  readonly event: string
  readonly secretName: string
  readonly versionId: string
  readonly account: string
  readonly region: string
  /** How it failed, if it did. */
  readonly failure?: string | undefined
  readonly step?: string | undefined
  readonly errorType?: string | undefined
  readonly at?: string | undefined
  readonly reason?: string | undefined
}

/** A request to the admin API that was to change something. */
export interface AdminEntry {
  /** Its method and path, in which words in braces stand for any: `DELETE /faults/{id}`. */
  readonly admin: string
  readonly status: number
}

/** What is told along with a message: names, numbers and the like, never a value of a secret. */
export type Facts = Readonly<Record<string, string | number | boolean | undefined>>

/** What the emulator logs: lines of JSON. Callers see to it that no fact or message holds a value of a secret. */
export interface RequestLog {
  /** At info. */
  request(entry: RequestEntry): void
  /** At info. */
  admin(entry: AdminEntry): void
  /** At warn: the most frequent confusion there is. */
  elsewhere(entry: ElsewhereEntry): void
  /** At info, and at warn where it failed. */
  rotation(entry: RotationEntry): void
  warn(message: string, facts?: Facts): void
  /** The cause's message is told only if it is a SecretsError, for others quote what they were given. */
  error(message: string, cause?: unknown, facts?: Facts): void
  debug(message: string, facts?: Facts): void
  /** Settles when every line is written, or after a second: whoever does not read by then holds nobody up. */
  close(): Promise<void>
}

const ranks = { silent: 0, error: 1, warn: 2, info: 3, debug: 4 } as const

/**
 * A log of this level and above. Lines go to stderr, since stdout has the lines to paste, and are written by the side:
 * what waits while one write is on its way goes out with the next. Where nobody reads, a few MiB wait, and what comes
 * after is dropped and counted. With the first line pino is loaded, which would delay the first answer; at `silent` it
 * never is.
 */
export function requestLog(level: LogLevel, destination?: DestinationStream): RequestLog {
  const lines = linesTo(level, destination)
  const at = <Args extends readonly unknown[]>(needed: LogLevel, tell: (...args: Args) => void) =>
    ranks[level] >= ranks[needed] ? tell : () => {}

  const rotated = at('info', (entry: RotationEntry) => lines.write('info', entry))
  const rotationFailed = at('warn', (entry: RotationEntry) => lines.write('warn', entry, 'a rotation failed'))

  return {
    request: at('info', (entry: RequestEntry) => {
      const durationMs = Math.round(entry.durationMs * 1000) / 1000
      lines.write('info', { ...entry, durationMs })
    }),
    admin: at('info', (entry: AdminEntry) => lines.write('info', entry)),
    elsewhere: at('warn', (entry: ElsewhereEntry) => {
      const places = entry.realms.map(({ account, region }) => `account ${account}, Region ${region}`)
      lines.write('warn', entry, `the secret is not here, but in ${places.join(' and in ')}`)
    }),
    rotation: (entry) => (entry.failure === undefined ? rotated : rotationFailed)(entry),
    warn: at('warn', (message: string, facts?: Facts) => lines.write('warn', facts, message)),
    error: at('error', (message: string, cause?: unknown, facts?: Facts) => {
      lines.write('error', { ...facts, ...(cause === undefined ? {} : { error: described(cause) }) }, message)
    }),
    debug: at('debug', (message: string, facts?: Facts) => lines.write('debug', facts, message)),
    close: () => lines.close(),
  }
}

interface Lines {
  write(level: Exclude<LogLevel, 'silent'>, facts: object | undefined, message?: string): void
  close(): Promise<void>
}

function linesTo(level: LogLevel, destination: DestinationStream | undefined): Lines {
  let open: OpenLog | undefined
  let opening: Promise<void> | undefined
  const waiting: ((log: OpenLog) => void)[] = []

  async function start(): Promise<void> {
    const log = await openLog(level, destination)
    for (const tell of waiting.splice(0)) tell(log)
    open = log
  }

  return {
    write(at, facts, message) {
      const tell = ({ logger, use }: OpenLog) => {
        use()
        logger[at](facts ?? {}, message)
      }
      if (open !== undefined) return tell(open)
      waiting.push(tell)
      opening ??= start()
    },
    async close() {
      await opening
      await open?.drained()
    },
  }
}

interface OpenLog {
  readonly logger: Logger
  /** Says that a line is about to be written. */
  use(): void
  drained(): Promise<void>
}

async function openLog(level: LogLevel, destination: DestinationStream | undefined): Promise<OpenLog> {
  const { destination: open, pino } = await import('pino')
  const options = {
    level,
    base: null,
    timestamp,
    formatters: { level: (label: string) => ({ level: label }) },
  }
  if (destination !== undefined) {
    return { logger: pino(options, destination), use() {}, drained: async () => {} }
  }
  // To look at it keeps writes from blocking where stderr is a pipe. In one that blocks, and that nobody reads, the process
  // would hang even after it has exited.
  void process.stderr
  const stderr = open({ fd: 2, sync: false, maxLength: mostWaiting, retryEAGAIN: () => !ending })
  const logger = pino(options, stderr)
  let busy = false
  let gone = false
  let ending = false
  let dropped = 0
  stderr.on('drop', () => {
    dropped++
  })
  stderr.on('drain', () => {
    busy = false
    if (dropped === 0) return
    const facts = { dropped }
    dropped = 0
    busy = true
    logger.error(facts, 'lines of this log were dropped, because those before them were not read')
  })
  // Nobody reads any more, or the disk is full. From then on pino may write nothing, and say nothing about it.
  stderr.on('error', () => {
    gone = true
  })
  return {
    logger,
    use() {
      busy = true
    },
    async drained() {
      const late = Promise.withResolvers<void>()
      const timer = setTimeout(() => {
        // Otherwise it would try again for as long as the process lives.
        ending = true
        late.resolve()
      }, patienceMs)
      while (busy && !gone && !ending) {
        const moved = new Promise((resolve) => stderr.once('drain', resolve).once('error', resolve))
        await Promise.race([moved, late.promise])
      }
      clearTimeout(timer)
    },
  }
}

/** What may wait to be written, in bytes: some ten thousand lines. */
const mostWaiting = 4 * 1024 * 1024

/** How long the end waits for whoever reads the log. */
const patienceMs = 1000

let told = 0
let time = ''

/** Many lines are of the same millisecond. */
function timestamp(): string {
  const now = Date.now()
  if (now !== told) {
    told = now
    time = `,"time":"${new Date(now).toISOString()}"`
  }
  return time
}

function described(cause: unknown): object {
  const error = SecretsError.is(cause) ? cause : sanitised(cause)
  const { name, message, stack } = error
  const code = 'code' in error ? error.code : undefined
  const beneath = cause instanceof Error && cause.cause !== undefined ? described(cause.cause) : undefined
  return { name, code, message, stack, cause: beneath }
}
