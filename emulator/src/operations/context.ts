import type { Principal, Realm, Usable, Vault } from '@strongroom/vault'

/** What an operation works with. */
export interface Context {
  readonly vault: Vault
  /** The account and the Region that the request speaks to. */
  readonly realm: Realm
  /** Whether a rotation function can be invoked. */
  readonly isInvokable: Usable
  /** Who asks. */
  readonly principal: Principal
  /** To be told what could not be read where the answer as a whole is a success. */
  missed(error: unknown): void
  /** What was made to go wrong with a secret, where that fails it alone and not the call. */
  readonly spoiled?: ((secretName: string) => Error | undefined) | undefined
  /** Rejects for a secret whose value the caller may not read; absent where nobody asks. */
  readonly permitRead?: ((secretId: string) => Promise<void>) | undefined
}
