import { flagOf, settingNamed, settingNames, settingsFile, variableOf } from './table.js'

interface Row {
  readonly flag: string
  readonly variable: string
  readonly key: string
  readonly byDefault: string
  readonly help: string
}

const rows: readonly Row[] = [
  ...settingNames.map((name) => {
    const { takes, byDefault, otherwise, help } = settingNamed(name)
    const flag = `--${flagOf(name)}${takes === undefined ? '' : ` ${takes}`}`
    return { flag, variable: variableOf(name), key: name, byDefault: otherwise ?? String(byDefault), help }
  }),
  {
    flag: `--${settingsFile.flag} ${settingsFile.takes}`,
    variable: settingsFile.variable,
    key: '',
    byDefault: 'strongroom-emulator.yaml, .yml or .json in the working folder',
    help: settingsFile.help,
  },
]

/** What `--help` shows. */
export function helpText(): string {
  const all = [
    ...rows.map(({ flag, help, byDefault }) => {
      return [flag, byDefault === 'false' ? help : `${help} [${byDefault}]`] as const
    }),
    ['--version', 'Prints the version.'] as const,
    ['--help, -h', 'Prints this.'] as const,
  ]
  const width = Math.max(...all.map(([flag]) => flag.length))
  return [
    'AWS Secrets Manager on your own machine.',
    '',
    'Usage: strongroom-emulator [FLAG…]',
    '',
    ...all.map(([flag, help]) => `  ${flag.padEnd(width)}  ${help}`),
    '',
    'Every flag is also a variable (--key-file: STRONGROOM_KEY_FILE; --config: STRONGROOM_EMULATOR_CONFIG) and a key of',
    'the settings file (keyFile). A flag goes before a variable, and a variable before the file.',
    '',
  ].join('\n')
}

/** The same as a table in Markdown, for the README. */
export function settingsTable(): string {
  const lines = rows.map(({ flag, variable, key, byDefault, help }) => {
    return `| \`${flag}\` | \`${variable}\` | ${key === '' ? '' : `\`${key}\``} | ${byDefault} | ${help} |`
  })
  return ['| flag | variable | in the file | default | |', '|---|---|---|---|---|', ...lines].join('\n')
}
