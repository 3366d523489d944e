import type { Realm } from '@strongroom/vault'
import type { AccessKey } from '../auth/identities.js'
import { clientEnvironment, misleading } from '../client-environment.js'
import type { Environment } from '../settings/environment.js'
import { partsOf } from './function-arn.js'

export interface FunctionEnvironmentOptions {
  /** The emulator's own. */
  readonly env: Environment
  readonly endpoint: string
  /** What it signs with, where signatures count. */
  readonly key?: AccessKey | undefined
}

/** The environment of a rotation function: what leads its clients to this emulator, as the account of the secret, and nothing else of ours. */
export function functionEnvironment(
  { env, endpoint, key }: FunctionEnvironmentOptions,
  functionArn: string,
  realm: Realm,
): Environment {
  const own = Object.entries(env).filter(([name]) => !isOurs(name))
  return {
    ...Object.fromEntries(own),
    ...clientEnvironment(endpoint, { region: realm.region, iam: 'off' }),
    ...(key === undefined ? credentialsFor(realm) : credentialsOf(key)),
    // AWS's templates take their endpoint from it.
    SECRETS_MANAGER_ENDPOINT: endpoint,
    AWS_LAMBDA_FUNCTION_NAME: partsOf(functionArn).name,
  }
}

/** The access key id that the emulator reads the account from. */
function credentialsFor({ account }: Realm): Readonly<Record<string, string>> {
  return { AWS_ACCESS_KEY_ID: account, AWS_SECRET_ACCESS_KEY: 'test' }
}

function credentialsOf({
  accessKeyId,
  secretAccessKey,
  sessionToken,
}: AccessKey): Readonly<Record<string, string>> {
  const session = sessionToken === undefined ? {} : { AWS_SESSION_TOKEN: sessionToken }
  return { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, ...session }
}

/** Whatever the function signs with, it is told here. */
const isMisleading = (name: string) => misleading({ iam: 'off' }).includes(name)

function isOurs(name: string): boolean {
  return name.startsWith('STRONGROOM_') || isMisleading(name)
}
