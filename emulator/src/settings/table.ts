import { isIPv6 } from 'node:net'
import path from 'node:path'
import { type EmulatorOptions, type IamMode, iamModes, type LogLevel, logLevels } from './options.js'

/** One setting: its flag, variable and key in the file follow from its name. */
export interface Setting<T> {
  /** What its flag is followed by; a switch needs nothing. */
  readonly takes?: string
  /** Ends the sentence "… must be". */
  readonly expects: string
  /** The words to choose from, where there are only so many. */
  readonly words?: readonly string[]
  readonly help: string
  /** What holds where nobody says anything. */
  readonly byDefault: T
  /** The same in words, where it needs some. */
  readonly otherwise?: string
  /** Whether a flag may come again and a file may have a list; a variable, as one text, goes through `fromText`. */
  readonly repeats?: true
  /** What a flag, a variable or a file says, as a program would say it; anything that `accept` refuses if it is wrong. */
  fromText(text: string): unknown
  /** The value itself if it is one; undefined if not. */
  accept(value: unknown): T | undefined
  /** A path is made absolute, from the folder of who said it. */
  from?(folder: string, value: T): T
}

export type SettingName = keyof EmulatorOptions

type Table = { readonly [Name in SettingName]-?: Setting<NonNullable<EmulatorOptions[Name]>> }

const asIs = (text: string): unknown => text

function text(fits: (text: string) => boolean) {
  return {
    fromText: asIs,
    accept: (value: unknown) => (typeof value === 'string' && fits(value) ? value : undefined),
  }
}

const isPath = (value: string) => value !== '' && !value.includes('\0')

const aPath = {
  ...text(isPath),
  from: (folder: string, value: string) => path.resolve(folder, value),
}

/** The ARN of a function, and its file. */
const functionFile = /^(arn:[^=\s]+)=([^\0]+)$/

const truths = new Map([
  ['true', true],
  ['1', true],
  ['false', false],
  ['0', false],
])

const aSwitch = {
  expects: 'true or false',
  byDefault: false,
  fromText: (word: string) => truths.get(word.toLowerCase()),
  accept: (value: unknown) => (typeof value === 'boolean' ? value : undefined),
}

function wholeNumber(least: number, most: number) {
  const fits = (value: number) => Number.isInteger(value) && value >= least && value <= most
  return {
    expects: `a whole number from ${least} to ${most}`,
    fromText: (digits: string) => (/^\d+$/.test(digits) ? Number(digits) : undefined),
    accept: (value: unknown) => (typeof value === 'number' && fits(value) ? value : undefined),
  }
}

/** Several texts; in one text, commas part them. */
function texts(fits: (text: string) => boolean) {
  const isOne = (value: unknown): value is string => typeof value === 'string' && fits(value)
  return {
    repeats: true as const,
    byDefault: [],
    otherwise: 'none',
    fromText: (parted: string) => parted.split(',').map((each) => each.trim()),
    accept: (value: unknown): readonly string[] | undefined =>
      Array.isArray(value) && value.every(isOne) ? value : undefined,
  }
}

export const table: Table = {
  port: {
    takes: 'PORT',
    ...wholeNumber(0, 65_535),
    help: 'Where to listen; 0 takes any port that is free.',
    byDefault: 4566,
  },
  host: {
    takes: 'HOST',
    expects: 'the name or the address of this machine, without a port',
    help: 'The address to listen at. Beyond 127.0.0.1, whoever reaches it can read every secret.',
    byDefault: '127.0.0.1',
    ...text((host) => /^[A-Za-z0-9_]([A-Za-z0-9._-]*[A-Za-z0-9_])?$/.test(host) || isIPv6(host)),
  },
  data: {
    takes: 'DIR',
    expects: 'the path of a folder',
    help: 'The folder that secrets are kept in.',
    byDefault: '.strongroom',
    ...aPath,
  },
  memory: { ...aSwitch, help: 'Keeps secrets in memory only, until the emulator ends.' },
  keyFile: {
    takes: 'FILE',
    expects: 'the path of a file',
    help: 'The key that values are sealed with; made if it is not there. Without use in memory.',
    byDefault: 'key',
    otherwise: 'key in the data folder',
    ...aPath,
  },
  region: {
    takes: 'REGION',
    expects: 'a Region such as us-east-1',
    help: 'The Region of requests that name none.',
    byDefault: 'us-east-1',
    ...text((region) => region.length <= 128 && /^([a-z]+-)+\d+$/.test(region)),
  },
  account: {
    takes: 'ID',
    expects: 'an account: 12 digits',
    help: 'The account of callers whose access key id is not an account itself.',
    byDefault: '000000000000',
    ...text((account) => /^\d{12}$/.test(account)),
  },
  seed: {
    takes: 'FILE',
    ...texts(isPath),
    expects: 'a list of paths of files',
    help: 'Secrets to start with: JSON, YAML or .env. May be given again; in the variable, commas part files.',
    from: (folder, files) => files.map((file) => path.resolve(folder, file)),
  },
  logLevel: {
    takes: 'LEVEL',
    expects: `one of ${logLevels.join(', ')}`,
    words: logLevels,
    help: `What is logged, as lines of JSON on stderr: ${logLevels.join(', ')}.`,
    byDefault: 'info',
    fromText: asIs,
    accept: (value): LogLevel | undefined => logLevels.find((level) => level === value),
  },
  adminToken: {
    takes: 'TOKEN',
    expects: 'a text of 16 characters at least, without spaces',
    help: 'What the admin API asks for, 16 characters at least. Other users see flags: better in the variable.',
    byDefault: '',
    otherwise: 'none',
    ...text((token) => /^[\x21-\x7e]{16,512}$/.test(token)),
  },
  readOnly: { ...aSwitch, help: 'Refuses every operation that would change something.' },
  iam: {
    takes: 'MODE',
    expects: `one of ${iamModes.join(', ')}`,
    words: iamModes,
    help: 'Whether signatures and permissions count: off takes any, enforce refuses as AWS does, audit only logs what AWS would refuse.',
    byDefault: 'off',
    fromText: asIs,
    accept: (value): IamMode | undefined => iamModes.find((mode) => mode === value),
  },
  iamFile: {
    takes: 'FILE',
    expects: 'the path of a file',
    help: 'The identities, with their keys and policies; must be there unless iam is off.',
    byDefault: 'iam.json',
    otherwise: 'iam.json in the data folder, or in the working folder with --memory',
    ...aPath,
  },
  lambdaEndpoint: {
    takes: 'URL',
    expects: 'the URL of an endpoint, which begins with http:// or https://',
    help: "Where rotation functions are invoked: Lambda's Invoke API, or the address of one function.",
    byDefault: '',
    otherwise: 'none',
    ...text((url) => /^https?:\/\//i.test(url) && URL.canParse(url)),
  },
  rotationFunction: {
    takes: 'ARN=FILE',
    ...texts((each) => functionFile.test(each)),
    expects: 'a list of the ARNs of Lambda functions, each with an equals sign and the path of a file',
    help: 'The JavaScript module that is run for a rotation function. May be given again; in the variable, commas part them.',
    from: (folder, functions) =>
      functions.map((each) =>
        each.replace(functionFile, (_, arn: string, file: string) => `${arn}=${path.resolve(folder, file)}`),
      ),
  },
  rotationTimeout: {
    takes: 'SECONDS',
    ...wholeNumber(1, 300),
    help: 'How long a rotation function may take for one step.',
    byDefault: 30,
  },
}

export const settingNames: readonly SettingName[] = Object.keys(table).filter(isSettingName)

export function isSettingName(name: string): name is SettingName {
  return Object.hasOwn(table, name)
}

export function settingNamed(name: SettingName): Setting<unknown> {
  return table[name]
}

/** `key-file` for keyFile. */
export function flagOf(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}

/** `STRONGROOM_KEY_FILE` for keyFile. */
export function variableOf(name: string): string {
  return `STRONGROOM_${flagOf(name).replaceAll('-', '_').toUpperCase()}`
}

/** The settings file is no setting of its own: it cannot stand in itself. Its variable is not core's STRONGROOM_CONFIG. */
export const settingsFile = {
  flag: 'config',
  variable: 'STRONGROOM_EMULATOR_CONFIG',
  takes: 'FILE',
  help: 'The settings file.',
  names: ['strongroom-emulator.yaml', 'strongroom-emulator.yml', 'strongroom-emulator.json'],
} as const
