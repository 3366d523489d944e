/**
 * A request that cannot be read: it is no JSON object, or a value has the wrong JSON type. On the wire it is
 * SerializationException, with `text` if there is one. It never quotes a value, for it may be a secret.
 */
export class TypeFault extends Error {
  override readonly name = 'TypeFault'
  readonly text: string | undefined

  constructor(text?: string) {
    super(text ?? 'the body cannot be read')
    this.text = text
  }
}

// Not one of these was seen from Secrets Manager. They are what Athena says, which speaks the same protocol, and Kinesis
// says the same of lists and structures; what a value becomes there (1.5 is 1, null is nothing) is followed too. None
// was seen for Boolean and Blob, which follow their like.
const named = {
  text: 'a String',
  integer: 'an Integer',
  long: 'a Long',
  boolean: 'a Boolean',
  blob: 'a Blob',
} as const

const instead = { list: 'Expected list or null', structure: 'Expected null' } as const

/** The fault of a value that is not of the kind that was expected. */
export function mismatch(expected: keyof typeof named | keyof typeof instead, value: unknown): TypeFault {
  if (Array.isArray(value)) return new TypeFault('Start of list found where not expected')
  if (typeof value === 'object') {
    return new TypeFault('Start of structure or map found where not expected.')
  }
  if (expected === 'list' || expected === 'structure') return new TypeFault(instead[expected])
  return new TypeFault(`${tokenOf(value)} can not be converted to ${named[expected]}`)
}

/** The fault of a body that is JSON, but no object. Only a list is called by its name there. */
export function notAnObject(body: unknown): TypeFault {
  return Array.isArray(body) ? mismatch('structure', body) : new TypeFault()
}

function tokenOf(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'TRUE_VALUE' : 'FALSE_VALUE'
  return typeof value === 'number' ? 'NUMBER_VALUE' : 'STRING_VALUE'
}
