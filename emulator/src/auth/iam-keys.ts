import { members, type Shape, text } from '../documents/shapes.js'
import type { AccessKey } from './identities.js'

const keyId = text('the id of an access key: letters, digits and _', (it) => /^\w{1,128}$/.test(it))
const hidden = text('a text', (it) => it !== '')
const instant = text(
  'a time such as 2030-01-31T12:00:00Z',
  (it) => /^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)$/.test(it) && !Number.isNaN(Date.parse(it)),
)
const keys = ['accessKeyId', 'secretAccessKey', 'sessionToken', 'expiresAt'] as const

/** An access key as iam.json has it; `once` refuses an id that somebody else has. */
export function keyShape(once: (id: Shape<string>) => Shape<string>): Shape<AccessKey> {
  const idShape = once(keyId)
  return (part, place) => {
    const found = members(part, place, keys)
    if (found === undefined) return undefined
    const read = (name: (typeof keys)[number], shape: Shape<string>): string | undefined => {
      const member = found.get(name)
      return member && shape(member, place.member(name))
    }
    const accessKeyId = read('accessKeyId', idShape)
    const secretAccessKey = read('secretAccessKey', hidden)
    const sessionToken = read('sessionToken', hidden)
    const end = read('expiresAt', instant)
    for (const name of ['accessKeyId', 'secretAccessKey'] as const) {
      if (!found.has(name)) place.complain(part, `expected ${name}`)
    }
    if (end !== undefined && !found.has('sessionToken')) {
      place.complain(part, 'what expires is a session, which has a sessionToken')
    }
    if (accessKeyId === undefined || secretAccessKey === undefined) return undefined
    const expiresAt = end === undefined ? undefined : Date.parse(end)
    return { accessKeyId, secretAccessKey, sessionToken, expiresAt }
  }
}
