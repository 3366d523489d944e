import { type Content, type Deletion, limits, type VersionRecord, type WholeSecret } from '@strongroom/vault'
import { aNumber, aText, isObject, type Member, type Members } from '../members.js'
import type { Problems } from '../problems.js'
import { table } from '../settings/table.js'

/** The secrets of a document; complaints tell where something is wrong, and never what stands there. */
export function readSecrets(given: unknown, problems: Problems): readonly WholeSecret[] {
  if (!Array.isArray(given)) {
    problems.add('"secrets" must be a list')
    return []
  }
  const secrets = given.flatMap((each: unknown, at) => secretOf(each, `secrets[${at}]`, problems) ?? [])
  const seen = new Set<string>()
  for (const { record } of secrets) {
    const { realm, name } = record
    const place = JSON.stringify([realm.account, realm.region, name])
    if (seen.has(place)) problems.add(`the secret ${name} stands there twice`)
    seen.add(place)
  }
  return secrets
}

const instant = aNumber('a time in milliseconds', (at) => Number.isFinite(at) && at >= 0)
const count = aNumber('a whole number', (number) => Number.isSafeInteger(number) && number >= 0)
const anId = aText("a version's id", (id) => id.length >= 1 && id.length <= limits.versionId.max)

function textUpTo(max: number): Member<string> {
  return aText(`a text of ${max} characters at most`, (text) => text.length <= max && text.isWellFormed())
}

function listOf<T>(expects: string, item: (value: unknown) => value is T): Member<readonly T[]> {
  return { expects, accept: (value) => (Array.isArray(value) && value.every(item) ? value : undefined) }
}

const secretMembers = {
  account: table.account,
  region: table.region,
  name: aText(
    "a secret's name",
    (name) => name.length <= limits.name.max && /^[A-Za-z0-9/_+=.@!-]+$/.test(name),
  ),
  suffix: aText('six letters or digits', (suffix) => /^[A-Za-z0-9]{6}$/.test(suffix)),
  createdAt: instant,
  changedAt: instant,
  lastVersion: count,
  labels: {
    expects: "an object of labels to versions' ids",
    accept: (value: unknown) =>
      isObject(value) && Object.values(value).every((id) => anId.accept(id) !== undefined)
        ? value
        : undefined,
  },
  versions: { expects: 'a list', accept: (value: unknown) => (Array.isArray(value) ? value : undefined) },
} satisfies Members

const optionalMembers = {
  accessedOn: instant,
  versionedAt: instant,
  keepsAllUntil: instant,
  description: textUpTo(limits.description.max),
  kmsKeyId: textUpTo(limits.kmsKeyId.max),
  type: textUpTo(limits.type.max),
  owningService: textUpTo(128),
  madeWith: textUpTo(limits.clientRequestToken.max),
  tags: listOf('a list of objects with key and value', isTag),
  deletion: {
    expects: 'an object with requestedAt and dueAt',
    accept(value: unknown): Deletion | undefined {
      const { requestedAt, dueAt } = isObject(value) ? value : {}
      const [requested, due] = [requestedAt, dueAt].map((at) => instant.accept(at))
      return requested === undefined || due === undefined ? undefined : { requestedAt: requested, dueAt: due }
    },
  },
} satisfies Members

const versionMembers = {
  id: anId,
  number: aNumber('a whole number from 1 on', (number) => Number.isSafeInteger(number) && number >= 1),
  createdAt: instant,
  kmsKeyIds: listOf('a list of texts', (id): id is string => typeof id === 'string'),
} satisfies Members

const optionalOfVersion = { accessedOn: instant } satisfies Members

/** What no member here speaks of comes along as it is: other versions of this program know more. */
function secretOf(given: unknown, place: string, problems: Problems): WholeSecret | undefined {
  if (!isObject(given) || !allRight(given, secretMembers, optionalMembers, place, problems)) {
    return isObject(given) ? undefined : problems.add(`${place} must be an object`)
  }
  const { account, region, labels, versions: givenVersions, ...rest } = given
  const read = givenVersions.flatMap((each: unknown, at) => {
    return versionOf(each, `${place}.versions[${at}]`, problems) ?? []
  })
  if (read.length < givenVersions.length) return undefined
  const versions = read.map(({ version }) => version).sort((one, other) => one.number - other.number)
  const ids = new Set(versions.map(({ id }) => id))
  const newest = versions.at(-1)?.number ?? 0
  if (ids.size < versions.length || new Set(versions.map(({ number }) => number)).size < versions.length) {
    return problems.add(`${place}: two versions have the same id or number`)
  }
  const pairs = Object.entries(labels).map(([label, id]) => [label, String(id)] as const)
  if (!pairs.every(([, id]) => ids.has(id))) return problems.add(`${place}: a label is on no version`)
  const lastVersion = Math.max(newest, rest.lastVersion)
  const own = { id: '', revision: 0, versionCount: versions.length, dueAt: undefined }
  return {
    record: { ...rest, ...own, lastVersion, realm: { account, region }, labels: new Map(pairs) },
    versions,
    contents: new Map(
      read.flatMap(({ version: { id }, content }) => (content ? [[id, content] as const] : [])),
    ),
  }
}

function versionOf(
  given: unknown,
  place: string,
  problems: Problems,
): { readonly version: VersionRecord; readonly content: Content | undefined } | undefined {
  if (!isObject(given) || !allRight(given, versionMembers, optionalOfVersion, place, problems)) {
    return isObject(given) ? undefined : problems.add(`${place} must be an object`)
  }
  const { text, binary, ...version } = given
  if (text === undefined && binary === undefined) return { version, content: undefined }
  const content = contentOf(text, binary)
  const { max } = limits.secretBinary
  if (content !== undefined && content.bytes.length <= max) return { version, content }
  return problems.add(`${place} must hold either "text" or, in base64, "binary", of ${max} bytes at most`)
}

function contentOf(text: unknown, binary: unknown): Content | undefined {
  if (typeof text === 'string' && binary === undefined && text.isWellFormed()) {
    return { kind: 'text', bytes: Buffer.from(text) }
  }
  if (typeof binary === 'string' && text === undefined && /^[A-Za-z0-9+/]*={0,2}$/.test(binary)) {
    return { kind: 'binary', bytes: Buffer.from(binary, 'base64') }
  }
  return undefined
}

type Accepted<M extends Members> = {
  readonly [Name in keyof M]: NonNullable<ReturnType<M[Name]['accept']>>
}

/** Whether all these members are as they must be, the optional ones if they are there. */
function allRight<M extends Members, O extends Members>(
  given: Readonly<Record<string, unknown>>,
  members: M,
  optional: O,
  place: string,
  problems: Problems,
): given is Accepted<M> & Partial<Accepted<O>> & Readonly<Record<string, unknown>> {
  const wrong = [...Object.entries(members), ...Object.entries(optional)].filter(([name, member]) => {
    if (given[name] === undefined && Object.hasOwn(optional, name)) return false
    return member.accept(given[name]) === undefined
  })
  for (const [name, { expects }] of wrong) problems.add(`${place}.${name} must be ${expects}`)
  return wrong.length === 0
}

function isTag(value: unknown): value is { readonly key: string; readonly value: string } {
  return isObject(value) && typeof value.key === 'string' && typeof value.value === 'string'
}
