import { SecretsManager } from '@aws-sdk/client-secrets-manager'
import type { StepEvent } from './template.js'

const api = new SecretsManager()

/** Fails with the value in all that it says. */
export async function handler({ SecretId }: StepEvent): Promise<void> {
  const { SecretString = '' } = await api.getSecretValue({ SecretId })
  const error = new Error(SecretString)
  error.name = SecretString
  throw error
}
