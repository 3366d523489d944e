import { SecretsError } from './errors.js'
import type { SecretRef } from './ref.js'
import type { SecretValue } from './secret-value.js'

/** What concerns the caller, not a single secret: these end a whole `getMany`. */
const endsAll = ['ABORTED', 'CLOSED'] as const

/** `getMany` by as many single reads: what one rejects with stands in its place. */
export function answerEach(
  refs: readonly SecretRef[],
  get: (ref: SecretRef) => Promise<SecretValue>,
): Promise<(SecretValue | SecretsError)[]> {
  return Promise.all(
    refs.map((ref) =>
      get(ref).catch((error: unknown) => {
        if (SecretsError.is(error) && !SecretsError.is(error, ...endsAll)) return error
        throw error
      }),
    ),
  )
}
