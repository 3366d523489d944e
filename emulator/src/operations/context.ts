import type { Realm } from '@strongroom/vault'

/** What an operation works with. */
export interface Context {
  /** The account and the Region that the request speaks to. */
  readonly realm: Realm
}
