/** The names that a SecretId can mean: itself; of an ARN what stands at its end, with and without the six characters. */
export function namesOf(secretId: string): readonly string[] {
  const resource = /^arn:[^:]*:secretsmanager:[^:]*:[^:]*:secret:(.+)$/s.exec(secretId)?.[1]
  if (resource === undefined) return [secretId]
  const name = /^(.+)-[A-Za-z0-9]{6}$/s.exec(resource)?.[1]
  return name === undefined ? [resource] : [name, resource]
}

/** Every SecretId that an operation's input names, or the name of the secret that it makes. */
export function secretIdsIn(input: object): readonly string[] {
  const many: unknown = Reflect.get(input, 'SecretIdList')
  const one: unknown = Reflect.get(input, 'SecretId') ?? Reflect.get(input, 'Name')
  return (Array.isArray(many) ? many : [one]).filter((id) => typeof id === 'string')
}
