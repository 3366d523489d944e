import { randomBytes, randomInt, randomUUID } from 'node:crypto'

/** Identifiers, handed in: no rule makes one up. */
export interface Ids {
  /** Of a secret, within the vault; never the same twice. */
  secret(): string
  /** The six letters or digits that end an ARN. */
  suffix(): string
  /** Of a version that nobody gave a token for. */
  version(): string
}

const lettersAndDigits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

export const randomIds: Ids = {
  secret: () => randomBytes(16).toString('base64url'),
  suffix: () =>
    Array.from({ length: 6 }, () => lettersAndDigits.charAt(randomInt(lettersAndDigits.length))).join(''),
  version: () => randomUUID(),
}
