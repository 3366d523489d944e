import type { Realm, SecretRecord } from '../model.js'
import { defaultKeyAcrossAccounts } from '../refusals.js'

/** Refuses to read or write a value that is encrypted with the default key of another account, which only that one can use. */
export function requireKeyOf(caller: Realm, secret: SecretRecord): void {
  if (caller.account !== secret.realm.account && secret.kmsKeyId === undefined)
    throw defaultKeyAcrossAccounts()
}
