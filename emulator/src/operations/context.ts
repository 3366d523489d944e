import type { Realm, Vault } from '@strongroom/vault'

/** What an operation works with. */
export interface Context {
  readonly vault: Vault
  /** The account and the Region that the request speaks to. */
  readonly realm: Realm
}
