import type { Part } from '../documents/part.js'
import type { Place } from '../documents/place.js'
import { list, members, type Shape, text } from '../documents/shapes.js'
import { tags } from '../seed/shapes.js'
import type { AccessKey, Identity } from './identities.js'
import { type Subject, subjectOf } from './principals.js'

/** An identity as the file has it, its policies yet to be read. */
export type Profile = Omit<Identity, 'policies'> & { readonly policies: readonly PolicySpot[] }

/** Where a policy stands, or the path of a file with one. */
export interface PolicySpot {
  readonly part: Part
  readonly place: Place
}

const rolePath = text('the path of a role, such as /service/', (it) => /^\/(?:[!-~]+\/)?$/.test(it))
const functionArn = text('the ARN of a function', (it) =>
  /^arn:aws[a-z-]*:lambda:[a-z0-9-]+:\d{12}:function:[\w$:.-]+$/.test(it),
)
const keyId = text('the id of an access key: letters, digits and _', (it) => /^\w{1,128}$/.test(it))
const hidden = text('a text', (it) => it !== '')
const instant = text(
  'a time such as 2030-01-31T12:00:00Z',
  (it) => /^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)$/.test(it) && !Number.isNaN(Date.parse(it)),
)

/** The identities of a file. None of those that were complained about is to be used. */
export function profilesIn(content: Part, place: Place): readonly Profile[] {
  const found = members(content, place, ['identities'])
  const identities = found?.get('identities')
  if (identities !== undefined) {
    const profile = profileShape()
    return list(profile)(identities, place.member('identities')) ?? []
  }
  if (found !== undefined) place.complain(content, 'expected identities')
  return []
}

/** What is told once may not be told again: a signature and a function have one identity each. */
function profileShape(): Shape<Profile> {
  const told = new Set<string>()
  const once =
    (what: string, shape: Shape<string>): Shape<string> =>
    (part, place) => {
      const read = shape(part, place)
      if (read === undefined) return undefined
      if (told.has(`${what} ${read}`)) return place.complain(part, `this ${what} stands there twice`)
      told.add(`${what} ${read}`)
      return read
    }
  const key = keyShape(once('access key id', keyId))
  const arn = once(
    'arn',
    text('an ARN', (it) => it.startsWith('arn:')),
  )
  const functions = list(once('function', functionArn))

  return (part, place) => {
    const keys = ['arn', 'path', 'tags', 'policies', 'accessKeys', 'functions'] as const
    const found = members(part, place, keys)
    if (found === undefined) return undefined
    const read = <T>(name: (typeof keys)[number], shape: Shape<T>): T | undefined => {
      const member = found.get(name)
      return member && shape(member, place.member(name))
    }
    if (found.get('arn') === undefined) place.complain(part, 'expected arn')
    const given = { arn: read('arn', arn), path: read('path', rolePath) }
    const profile = {
      tags: read('tags', tags) ?? [],
      policies: read('policies', policySpots) ?? [],
      accessKeys: read('accessKeys', list(key)) ?? [],
      functions: read('functions', functions) ?? [],
    }
    const subject = given.arn === undefined ? undefined : subjectOf(given.arn, given.path)
    const at = (name: (typeof keys)[number]) => [found.get(name) ?? part, place.member(name)] as const
    const complain = ([where, spot]: ReturnType<typeof at>, problem: string) => spot.complain(where, problem)
    if (given.arn === undefined) return undefined
    if (subject === undefined) {
      return complain(
        at('arn'),
        'expected the ARN of a user (arn:aws:iam::…:user/NAME), of a session of a role (arn:aws:sts::…:assumed-role/ROLE/SESSION) or of a root user (arn:aws:iam::…:root)',
      )
    }
    if (found.has('path') && subject.principal.roleArn === undefined) {
      return complain(at('path'), 'only for sessions of a role: a user has it in the ARN')
    }
    if (isRoot(subject) && profile.policies.length > 0) {
      return complain(at('policies'), 'a root user has no policies: it may do everything in its account')
    }
    if (profile.functions.length > 0 && profile.accessKeys.length === 0) {
      return complain(at('functions'), 'a function needs an access key to sign with')
    }
    return { ...subject, ...profile }
  }
}

function isRoot({ principal, userId }: Subject): boolean {
  return userId === principal.account
}

const policySpots: Shape<readonly PolicySpot[]> = list((part, place) => ({ part, place }))

function keyShape(id: Shape<string>): Shape<AccessKey> {
  return (part, place) => {
    const keys = ['accessKeyId', 'secretAccessKey', 'sessionToken', 'expiresAt'] as const
    const found = members(part, place, keys)
    if (found === undefined) return undefined
    const read = (name: (typeof keys)[number], shape: Shape<string>): string | undefined => {
      const member = found.get(name)
      return member && shape(member, place.member(name))
    }
    const accessKeyId = read('accessKeyId', id)
    const secretAccessKey = read('secretAccessKey', hidden)
    const sessionToken = read('sessionToken', hidden)
    const expiry = read('expiresAt', instant)
    for (const name of ['accessKeyId', 'secretAccessKey'] as const) {
      if (!found.has(name)) place.complain(part, `expected ${name}`)
    }
    if (expiry !== undefined && !found.has('sessionToken')) {
      place.complain(part, 'what expires is a session, which has a sessionToken')
    }
    if (accessKeyId === undefined || secretAccessKey === undefined) return undefined
    return {
      accessKeyId,
      secretAccessKey,
      sessionToken,
      expiresAt: expiry === undefined ? undefined : Date.parse(expiry),
    }
  }
}
