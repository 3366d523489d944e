import { randomBytes } from 'node:crypto'
import { ResourceNotFoundException, type SecretsManager } from '@aws-sdk/client-secrets-manager'

/** What Secrets Manager hands a rotation function. */
export interface StepEvent {
  readonly Step: string
  readonly SecretId: string
  readonly ClientRequestToken: string
  readonly RotationToken: string
}

export type RotationFunction = (event: StepEvent) => Promise<void>

/** A rotation function in the manner of AWS's generic template: it looks at the labels first, and can be called twice for a step. */
export function template(api: SecretsManager): RotationFunction {
  return async ({ Step, SecretId, ClientRequestToken: token }) => {
    const { RotationEnabled, VersionIdsToStages = {} } = await api.describeSecret({ SecretId })
    if (!RotationEnabled) throw new Error('the secret is not enabled for rotation')
    const labels = VersionIdsToStages[token]
    if (labels === undefined) throw new Error('the secret has no such version')
    if (labels.includes('AWSCURRENT')) return
    if (!labels.includes('AWSPENDING')) throw new Error('the version is not pending')
    if (Step === 'createSecret') await createSecret(api, SecretId, token)
    if (Step === 'testSecret')
      await api.getSecretValue({ SecretId, VersionId: token, VersionStage: 'AWSPENDING' })
    if (Step === 'finishSecret') await finishSecret(api, SecretId, token)
  }
}

async function createSecret(api: SecretsManager, SecretId: string, token: string): Promise<void> {
  try {
    await api.getSecretValue({ SecretId, VersionId: token, VersionStage: 'AWSPENDING' })
  } catch (error) {
    if (!(error instanceof ResourceNotFoundException)) throw error
    await api.putSecretValue({
      SecretId,
      ClientRequestToken: token,
      SecretString: `made by a rotation: ${randomBytes(8).toString('hex')}`,
      VersionStages: ['AWSPENDING'],
    })
  }
}

async function finishSecret(api: SecretsManager, SecretId: string, token: string): Promise<void> {
  const { VersionIdsToStages = {} } = await api.describeSecret({ SecretId })
  const [current] =
    Object.entries(VersionIdsToStages).find(([, labels]) => labels.includes('AWSCURRENT')) ?? []
  await api.updateSecretVersionStage({
    SecretId,
    VersionStage: 'AWSCURRENT',
    MoveToVersionId: token,
    ...(current === undefined ? {} : { RemoveFromVersionId: current }),
  })
}
