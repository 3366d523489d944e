import {
  arnOf,
  type Realm,
  type SecretKey,
  type SecretRecord,
  type Vault,
  VaultError,
} from '@strongroom/vault'
import { type Fact, factsOfNewSecret, factsOfSecret } from './condition-keys.js'

/** What a request is about, for those who decide whether it may. */
export interface Target {
  /** What policies are compared with. */
  readonly arn: string
  /** What a refusal calls it; undefined where it is nothing in particular. */
  readonly told: string | undefined
  readonly account: string
  readonly facts: readonly Fact[]
  readonly secret?: SecretRecord | undefined
}

/** Of actions that are about no secret, or about secrets that nobody names. */
export function anywhere({ account }: Realm): Target {
  return { arn: '*', told: undefined, account, facts: [] }
}

/**
 * The secret that an input names. One that is not there is decided on all the same, so that only those who may read it
 * learn that. Refuses names that no secret has, as the vault does.
 */
export async function targetOf(vault: Vault, realm: Realm, input: object): Promise<Target> {
  const name: unknown = Reflect.get(input, 'Name')
  const asked = String(name ?? Reflect.get(input, 'SecretId'))
  try {
    const secret = await vault.describe(realm, asked)
    const arn = arnOf(secret)
    return { arn, told: arn, account: secret.realm.account, facts: factsOfSecret(secret), secret }
  } catch (error) {
    if (!(error instanceof VaultError) || error.missing === undefined) throw error
    const { missing } = error
    const account = missing.realm.account
    const facts = name === undefined ? [] : factsOfNewSecret(input)
    if (asked.startsWith('arn:')) return { arn: asked, told: asked, account, facts }
    return { arn: arnOfMissing(missing, name !== undefined), told: asked, account, facts }
  }
}

/** Not recorded: a secret to be made is compared as if it had its suffix, and one that is missing without any. */
function arnOfMissing(missing: SecretKey, isNew: boolean): string {
  const arn = arnOf({ ...missing, suffix: '??????' })
  return isNew ? arn : arn.slice(0, -'-??????'.length)
}
