import type { Part } from '../documents/part.js'
import type { Place } from '../documents/place.js'
import { list, members, type Shape, text } from '../documents/shapes.js'
import { tags } from '../documents/tags.js'
import { keyShape } from './iam-keys.js'
import type { Identity } from './identities.js'
import { subjectOf } from './principals.js'

/** An identity as the file has it, its policies yet to be read. */
type Profile = Omit<Identity, 'policies'> & { readonly policies: readonly PolicySpot[] }

/** Where a policy stands, or the path of a file with one. */
export interface PolicySpot {
  readonly part: Part
  readonly place: Place
}

const anArn = text('an ARN', (it) => it.startsWith('arn:'))
const rolePath = text('the path of a role, such as /service/', (it) => /^\/(?:[!-~]+\/)?$/.test(it))
const functionArn = text('the ARN of a function', (it) =>
  /^arn:aws[a-z-]*:lambda:[a-z0-9-]+:\d{12}:function:[\w$:.-]+$/.test(it),
)
const keys = ['arn', 'path', 'tags', 'policies', 'accessKeys', 'functions'] as const
const whoSigns =
  'expected the ARN of a user (arn:aws:iam::…:user/NAME), of a session of a role (arn:aws:sts::…:assumed-role/ROLE/SESSION) or of a root user (arn:aws:iam::…:root)'

/** What a file has. */
export interface Profiles {
  readonly profiles: readonly Profile[]
  /** Every policy, also those of identities that are wrong otherwise. */
  readonly policies: readonly PolicySpot[]
}

/** The identities of a file; what is told once, an ARN, a key or a function, may not be told again. */
export function profilesIn(content: Part, place: Place): Profiles {
  const policies: PolicySpot[] = []
  const found = members(content, place, ['identities'])
  const identities = found?.get('identities')
  if (identities !== undefined) {
    const read = list(profileShape(new Set(), policies))(identities, place.member('identities'))
    return { profiles: read ?? [], policies }
  }
  if (found !== undefined) place.complain(content, 'expected identities')
  return { profiles: [], policies }
}

function profileShape(told: Set<string>, spots: PolicySpot[]): Shape<Profile> {
  const arnShape = once('arn', anArn, told)
  const accessKeys = list(keyShape((id) => once('access key id', id, told)))
  const functions = list(once('function', functionArn, told))

  return (part, place) => {
    const found = members(part, place, keys)
    if (found === undefined) return undefined
    const read = <T>(name: (typeof keys)[number], shape: Shape<T>): T | undefined => {
      const member = found.get(name)
      return member && shape(member, place.member(name))
    }
    const wrong = (name: (typeof keys)[number], problem: string) =>
      place.member(name).complain(found.get(name) ?? part, problem)

    if (!found.has('arn')) place.complain(part, 'expected arn')
    const arn = read('arn', arnShape)
    const path = read('path', rolePath)
    const profile = {
      tags: read('tags', tags) ?? [],
      policies: read('policies', policySpots) ?? [],
      accessKeys: read('accessKeys', accessKeys) ?? [],
      functions: read('functions', functions) ?? [],
    }
    spots.push(...profile.policies)
    if (profile.functions.length > 0 && profile.accessKeys.length === 0) {
      wrong('functions', 'a function needs an access key to sign with')
    }
    if (arn === undefined) return undefined
    const subject = subjectOf(arn, path)
    if (subject === undefined) return wrong('arn', whoSigns)
    if (found.has('path') && subject.principal.roleArn === undefined) {
      return wrong('path', 'only for sessions of a role: a user has it in the ARN')
    }
    if (arn.endsWith(':root') && profile.policies.length > 0) {
      return wrong('policies', 'a root user has no policies: it may do everything in its account')
    }
    return { ...subject, ...profile }
  }
}

const policySpots: Shape<readonly PolicySpot[]> = list((part, place) => ({ part, place }))

function once(what: string, shape: Shape<string>, told: Set<string>): Shape<string> {
  return (part, place) => {
    const read = shape(part, place)
    if (read === undefined) return undefined
    const entry = `${what} ${read}`
    if (told.has(entry)) return place.complain(part, `this ${what} stands there twice`)
    told.add(entry)
    return read
  }
}
