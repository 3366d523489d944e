import { batchGetSecretValue } from './batch-get-secret-value.js'
import { cancelRotateSecret } from './cancel-rotate-secret.js'
import { createSecret } from './create-secret.js'
import { deleteResourcePolicy } from './delete-resource-policy.js'
import { deleteSecret } from './delete-secret.js'
import { describeSecret } from './describe-secret.js'
import { getRandomPassword } from './get-random-password.js'
import { getResourcePolicy } from './get-resource-policy.js'
import { getSecretValue } from './get-secret-value.js'
import { listSecretVersionIds } from './list-secret-version-ids.js'
import { listSecrets } from './list-secrets.js'
import type { Operation } from './operation.js'
import { putResourcePolicy } from './put-resource-policy.js'
import { putSecretValue } from './put-secret-value.js'
import { removeRegionsFromReplication } from './remove-regions-from-replication.js'
import { replicateSecretToRegions } from './replicate-secret-to-regions.js'
import { restoreSecret } from './restore-secret.js'
import { rotateSecret } from './rotate-secret.js'
import { stopReplicationToReplica } from './stop-replication-to-replica.js'
import { tagResource } from './tag-resource.js'
import { untagResource } from './untag-resource.js'
import { updateSecret } from './update-secret.js'
import { updateSecretVersionStage } from './update-secret-version-stage.js'
import { validateResourcePolicy } from './validate-resource-policy.js'

/** Every operation of the API. */
export const operations: readonly Operation[] = [
  batchGetSecretValue,
  cancelRotateSecret,
  createSecret,
  deleteResourcePolicy,
  deleteSecret,
  describeSecret,
  getRandomPassword,
  getResourcePolicy,
  getSecretValue,
  listSecretVersionIds,
  listSecrets,
  putResourcePolicy,
  putSecretValue,
  removeRegionsFromReplication,
  replicateSecretToRegions,
  restoreSecret,
  rotateSecret,
  stopReplicationToReplica,
  tagResource,
  untagResource,
  updateSecret,
  updateSecretVersionStage,
  validateResourcePolicy,
]

const byName: ReadonlyMap<string, Operation> = new Map(operations.map((each) => [each.name, each]))

/** The operation of that name, spelled exactly as AWS does. */
export function operationNamed(name: string): Operation | undefined {
  return byName.get(name)
}
