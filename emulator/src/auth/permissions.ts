/** What an operation needs to be allowed. */
export interface Need {
  readonly action: string
  /** Whether it is about secrets that nobody names, which policies call `*`. */
  readonly everywhere: boolean
}

const everywhere: readonly string[] = ['BatchGetSecretValue', 'GetRandomPassword', 'ListSecrets']

/** What some operations need beside the action of their name. */
const besides: Readonly<Record<string, (input: object) => readonly string[]>> = {
  BatchGetSecretValue: (input) => (has(input, 'Filters') ? ['ListSecrets'] : []),
  CreateSecret: (input) => [
    ...(has(input, 'Tags') ? ['TagResource'] : []),
    // Not recorded: the right in the Region of the request is all that is asked for, whatever the Regions of the replicas.
    ...(has(input, 'AddReplicaRegions') ? ['ReplicateSecretToRegions'] : []),
  ],
  ValidateResourcePolicy: () => ['PutResourcePolicy'],
}

/** What an operation with this input needs, in the order in which it is looked for. */
export function needsOf(operation: string, input: object): readonly Need[] {
  return [operation, ...(besides[operation]?.(input) ?? [])].map((name) => ({
    action: `secretsmanager:${name}`,
    // Not recorded: a policy that is validated for no secret in particular.
    everywhere: everywhere.includes(name) || !(has(input, 'SecretId') || has(input, 'Name')),
  }))
}

function has(input: object, member: string): boolean {
  const value: unknown = Reflect.get(input, member)
  return Array.isArray(value) ? value.length > 0 : value !== undefined
}
