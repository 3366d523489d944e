import type { Realm } from '@strongroom/vault'
import { readAuthorization } from './authorization.js'
import type { Identity } from './identities.js'

/** Who is asking, by the credential scope of the signature. */
export interface Caller {
  readonly accessKeyId: string
  readonly realm: Realm
  /** Whose key it is, where that is asked. */
  readonly identity?: Identity | undefined
}

/**
 * Reads an Authorization header. An access key id of twelve digits is the account; any other belongs to the default one.
 * The signature is not verified.
 */
export function callerOf(authorization: string | undefined, home: Realm): Caller {
  const { accessKeyId, scope } = readAuthorization(authorization)
  const account = /^\d{12}$/.test(accessKeyId) ? accessKeyId : home.account
  return { accessKeyId, realm: { account, region: isRegion(scope.region) ? scope.region : home.region } }
}

export function isRegion(region: string): boolean {
  return /^([a-z]+-)+\d+$/.test(region)
}
