import type { Content, Tag } from '@strongroom/vault'

/** A secret as a seed file has it. */
export interface Seed {
  readonly name: string
  readonly description?: string | undefined
  readonly kmsKeyId?: string | undefined
  readonly tags?: readonly Tag[] | undefined
  /** What the file says of account and Region; the emulator's own where it says nothing. */
  readonly realm?: { readonly account?: string | undefined; readonly region?: string | undefined } | undefined
  /** None for a secret without a value; otherwise AWSCURRENT sits on one of them. */
  readonly versions: readonly SeedVersion[]
}

export interface SeedVersion {
  readonly id?: string | undefined
  /** At least one, and none that another version of the secret has. */
  readonly labels: readonly string[]
  readonly content: Content
}

/** At most one secret stands at each. */
export function addressOf({ name, realm }: Pick<Seed, 'name' | 'realm'>): string {
  return JSON.stringify([realm?.account, realm?.region, name])
}
