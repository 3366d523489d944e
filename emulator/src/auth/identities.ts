import type { Instant, Policy, Principal, Tag } from '@strongroom/vault'

/** A pair of keys, and the token and the end that it has if it is of a session. */
export interface AccessKey {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string | undefined
  /** From when on it is refused. */
  readonly expiresAt?: Instant | undefined
}

/** Somebody who can sign requests, and what they may do. */
export interface Identity {
  readonly principal: Principal
  /** As AWS tells it: `AIDA…` of users, `AROA…:session`, and for its root user the account. */
  readonly userId: string
  readonly tags: readonly Tag[]
  readonly policies: readonly Policy[]
  readonly accessKeys: readonly AccessKey[]
  /** The ARNs of the rotation functions that run as this identity. */
  readonly functions: readonly string[]
}

export interface Holder {
  readonly identity: Identity
  readonly key: AccessKey
}

/** All identities there are: no two have a key id or a function in common. */
export class Identities {
  readonly #byKeyId: ReadonlyMap<string, Holder>
  readonly #byFunction: ReadonlyMap<string, AccessKey>

  constructor(identities: readonly Identity[]) {
    this.#byKeyId = new Map(
      identities.flatMap((identity) =>
        identity.accessKeys.map((key) => [key.accessKeyId, { identity, key }] as const),
      ),
    )
    this.#byFunction = new Map(
      identities.flatMap(({ functions, accessKeys: [first] }) =>
        first === undefined ? [] : functions.map((arn) => [arn, first] as const),
      ),
    )
  }

  /** Whose key has this id. */
  holderOf(accessKeyId: string): Holder | undefined {
    return this.#byKeyId.get(accessKeyId)
  }

  /** What a rotation function signs with: the first key of the identity that names it. */
  keyForFunction(functionArn: string): AccessKey | undefined {
    return this.#byFunction.get(functionArn)
  }
}
