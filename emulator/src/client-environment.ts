import type { Settings } from './settings.js'

/** The variables that would lead a client elsewhere than to the emulator, to the real AWS even, or let it refuse to be led. */
const elsewhere = [
  ...['AWS_PROFILE', 'AWS_SESSION_TOKEN', 'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS'],
  ...['AWS_USE_FIPS_ENDPOINT', 'AWS_USE_DUALSTACK_ENDPOINT'],
] as const

/** Where credentials count they are the client's own, and so is their token. */
const made = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' } as const

/** The variables that mislead clients. */
export function misleading({ iam }: Pick<Settings, 'iam'>): readonly string[] {
  return iam === 'enforce' ? elsewhere.filter((name) => name !== 'AWS_SESSION_TOKEN') : elsewhere
}

/** The variables that bring the AWS SDKs and the AWS CLI here, in the order in which people read them. */
export function clientEnvironment(
  endpoint: string,
  { region, iam }: Pick<Settings, 'region' | 'iam'>,
): Readonly<Record<string, string>> {
  return {
    AWS_ENDPOINT_URL_SECRETS_MANAGER: endpoint,
    AWS_ENDPOINT_URL_STS: endpoint,
    AWS_REGION: region,
    // Older tools read this one only.
    AWS_DEFAULT_REGION: region,
    ...(iam === 'enforce' ? {} : made),
  }
}
