import { styleText } from 'node:util'
import { clientEnvironment, misleading } from './client-environment.js'
import { isLoopback } from './endpoint.js'
import type { Settings } from './settings.js'

export interface BannerOptions {
  /** What clients on this machine connect to. */
  readonly endpoint: string
  readonly settings: Settings
  /** Whether the reader's screen shows colours; false where absent. */
  readonly colours?: boolean | undefined
}

/** What is printed on start: where things are, and the lines to paste for clients to come here. */
export function banner({ endpoint, settings, colours = false }: BannerOptions): string {
  const { host, data, region, account, readOnly, iam, iamFile, adminToken } = settings
  const styled = (style: 'bold' | 'yellow', text: string) =>
    colours ? styleText(style, text, { validateStream: false }) : text
  const beyond = `Warning: ${host} is reached from beyond this machine, and`
  const warning =
    iam === 'enforce'
      ? [`${beyond} nothing that passes is encrypted.`, 'Listen at 127.0.0.1 unless you mean it.']
      : [
          `${beyond} whoever reaches it can read every secret.`,
          'Any credentials are taken. Listen at 127.0.0.1 unless you mean it.',
        ]
  const admin =
    adminToken === undefined ? ['The admin API is shut, health apart, until there is a token.'] : []
  return [
    `Strongroom emulates AWS Secrets Manager at ${styled('bold', endpoint)}`,
    `Secrets are kept ${data === undefined ? 'in memory, and gone when this ends' : `in ${data}`}${readOnly ? ' (read only)' : ''}.`,
    `Account ${account}, Region ${region}.`,
    ...(iam === 'off' ? [] : [identities[iam](iamFile)]),
    ...(isLoopback(host) ? [] : ['', ...[...warning, ...admin].map((line) => styled('yellow', line))]),
    '',
    'Paste this where your application or the AWS CLI runs:',
    '',
    ...Object.entries(clientEnvironment(endpoint, settings)).map(
      (variable) => `export ${variable.join('=')}`,
    ),
    `unset ${misleading(settings).join(' ')}`,
    '',
    'What is unset there would lead clients elsewhere, be it to the real AWS.',
    '',
    'Older clients do not know these endpoint variables, and are told each time:',
    '',
    `aws --endpoint-url ${endpoint} secretsmanager list-secrets`,
    '',
    'Ctrl-C ends the emulator.',
    '',
  ].join('\n')
}

const identities = {
  audit: (file = '') => `What AWS would refuse to the identities in ${file} is logged, and let through.`,
  enforce: (file = '') => `Requests are signed with an access key that is in ${file}.`,
} as const
