import type { SecretRecord } from '../model.js'

const defaultAlias = 'alias/aws/secretsmanager'

/** A key id as it is kept: absent for the default key, by whichever of its names. */
export function keyIdOf(kmsKeyId: string | undefined): string | undefined {
  if (kmsKeyId === undefined || kmsKeyId === '' || kmsKeyId === defaultAlias) return undefined
  return /^arn:[^:]+:kms:[^:]*:[^:]*:(.*)$/.exec(kmsKeyId)?.[1] === defaultAlias ? undefined : kmsKeyId
}

/** The key that new versions of a secret are encrypted with, as versions name it. */
export function encryptingKey({ kmsKeyId }: Pick<SecretRecord, 'kmsKeyId'>): string {
  return kmsKeyId ?? 'DefaultEncryptionKey'
}
