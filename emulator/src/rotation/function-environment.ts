import type { Realm } from '@strongroom/vault'
import { clientEnvironment, misleading } from '../client-environment.js'
import type { Environment } from '../settings/environment.js'
import { partsOf } from './function-arn.js'

export interface FunctionEnvironmentOptions {
  /** The emulator's own. */
  readonly env: Environment
  readonly endpoint: string
}

/** The environment of a rotation function: what leads its clients to this emulator, as the account of the secret, and nothing else of ours. */
export function functionEnvironment(
  { env, endpoint }: FunctionEnvironmentOptions,
  functionArn: string,
  realm: Realm,
): Environment {
  const own = Object.entries(env).filter(([name]) => !isOurs(name))
  return {
    ...Object.fromEntries(own),
    ...clientEnvironment(endpoint, realm.region),
    ...credentialsFor(realm),
    // AWS's templates take their endpoint from it.
    SECRETS_MANAGER_ENDPOINT: endpoint,
    AWS_LAMBDA_FUNCTION_NAME: partsOf(functionArn).name,
  }
}

/** The access key id that the emulator reads the account from. */
function credentialsFor({ account }: Realm): Readonly<Record<string, string>> {
  return { AWS_ACCESS_KEY_ID: account, AWS_SECRET_ACCESS_KEY: 'test' }
}

function isOurs(name: string): boolean {
  return name.startsWith('STRONGROOM_') || misleading.some((each) => each === name)
}
