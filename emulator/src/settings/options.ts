export const logLevels = ['silent', 'error', 'warn', 'info', 'debug'] as const

export type LogLevel = (typeof logLevels)[number]

/** What a program may say to `startEmulator`; flags, variables and the settings file say the same. */
export interface EmulatorOptions {
  /** 0 takes any that is free. */
  readonly port?: number | undefined
  readonly host?: string | undefined
  /** The folder that secrets are kept in. */
  readonly data?: string | undefined
  /** Keeps nothing beyond the process; not together with `data`. */
  readonly memory?: boolean | undefined
  /** The file with the key that seals values; `key` in the data folder where absent. Without a folder it has no use. */
  readonly keyFile?: string | undefined
  /** The Region of requests that name none. */
  readonly region?: string | undefined
  /** The account of callers whose access key id is none. */
  readonly account?: string | undefined
  /** Files with secrets to start with. */
  readonly seed?: readonly string[] | undefined
  readonly logLevel?: LogLevel | undefined
  /** Refuses every operation that would change something. */
  readonly readOnly?: boolean | undefined
  /** What the admin API asks for; it asks for nothing where absent, and only serves this machine then. */
  readonly adminToken?: string | undefined
}

/** The settings that hold. */
export interface Settings {
  readonly port: number
  readonly host: string
  /** An absolute path; undefined exactly when `memory` is true. */
  readonly data: string | undefined
  readonly memory: boolean
  /** An absolute path; undefined exactly when `memory` is true. */
  readonly keyFile: string | undefined
  readonly region: string
  readonly account: string
  /** Absolute paths. */
  readonly seed: readonly string[]
  readonly logLevel: LogLevel
  readonly readOnly: boolean
  readonly adminToken: string | undefined
}
