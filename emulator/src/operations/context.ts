import type { Realm, Vault } from '@strongroom/vault'

/** What an operation works with. */
export interface Context {
  readonly vault: Vault
  /** The account and the Region that the request speaks to. */
  readonly realm: Realm
  /** To be told what could not be read where the answer as a whole is a success. */
  missed(error: unknown): void
  /** What was made to go wrong with a secret, where that fails it alone and not the call. */
  readonly spoiled?: ((secretName: string) => Error | undefined) | undefined
}
