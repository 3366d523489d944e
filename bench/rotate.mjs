// A rotation function as users write them, in the process that the emulator gives it.
import { SecretsManager } from '@aws-sdk/client-secrets-manager'

const api = new SecretsManager()

export async function handler({ Step, SecretId, ClientRequestToken }) {
  if (Step === 'createSecret') {
    const { RandomPassword: SecretString } = await api.getRandomPassword()
    await api.putSecretValue({ SecretId, ClientRequestToken, SecretString, VersionStages: ['AWSPENDING'] })
  }
  if (Step === 'finishSecret') {
    const { VersionId } = await api.getSecretValue({ SecretId })
    const versions = { MoveToVersionId: ClientRequestToken, RemoveFromVersionId: VersionId }
    await api.updateSecretVersionStage({ SecretId, VersionStage: 'AWSCURRENT', ...versions })
  }
}
