export const logLevels = ['silent', 'error', 'warn', 'info', 'debug'] as const

export type LogLevel = (typeof logLevels)[number]

export const iamModes = ['off', 'audit', 'enforce'] as const

/** What becomes of requests that AWS would refuse by who signed them, and how: nothing, a line in the log, a refusal. */
export type IamMode = (typeof iamModes)[number]

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
  /** Whether signatures are verified, and what their identities may do. */
  readonly iam?: IamMode | undefined
  /** The file with the identities; `iam.json` in the data folder where absent, or in the working folder without one. */
  readonly iamFile?: string | undefined
  /** Where Lambda's Invoke API is, for rotation functions. */
  readonly lambdaEndpoint?: string | undefined
  /** Rotation functions that are modules: texts such as `arn:aws:lambda:us-east-1:000000000000:function:rotate=./rotate.mjs`. */
  readonly rotationFunction?: readonly string[] | undefined
  /** How many seconds a rotation function has for one step. */
  readonly rotationTimeout?: number | undefined
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
  readonly iam: IamMode
  /** An absolute path; undefined exactly when `iam` is off. */
  readonly iamFile: string | undefined
  readonly lambdaEndpoint: string | undefined
  /** Each an ARN, an equals sign and an absolute path. */
  readonly rotationFunction: readonly string[]
  readonly rotationTimeout: number
}
