import { limits } from '@strongroom/vault'
import { type Mapping, type Part, written } from '../documents/part.js'
import { isTold, type Place } from '../documents/place.js'
import { lengthed, members, text } from '../documents/shapes.js'
import { tags } from '../documents/tags.js'
import { didYouMean } from '../problems.js'
import { secretName } from './secret-name.js'
import { addressOf, type Seed } from './seed.js'
import { versionsIn } from './versions.js'

const description = lengthed('a description', limits.description)
const kmsKeyId = lengthed('the id of a key', limits.kmsKeyId)
const region = text('a Region such as us-east-1', (it) => it.length <= 128 && /^([a-z]+-)+\d+$/.test(it))
const account = text('an account: 12 digits', (it) => /^\d{12}$/.test(it))

const keys = [
  ...(['value', 'binary', 'versions', 'description'] as const),
  ...(['tags', 'kmsKeyId', 'region', 'account'] as const),
] as const

/** Whether a file is in the full form: under `secrets`, with more about each secret than its value. */
export function isFull({ members }: Mapping): boolean {
  return members.some(
    ({ key, part }) => key === 'secrets' && (part.kind === 'mapping' || part.kind === 'list'),
  )
}

/** The secrets of a file in the full form: a mapping of names to entries, or a list of entries with their names. */
export function fullSeeds(file: Mapping, place: Place): readonly Seed[] {
  return file.members.flatMap(({ key, line, part }) => {
    if (key === 'secrets') return secretsIn(part, place.member(key))
    if (key !== 'version') {
      // A plain file with a secret called secrets would look the same, and nobody could tell a typing error from it.
      const known = `beside secrets, only version may stand here${didYouMean(key, ['version'])}`
      place.complain({ line }, `there is no key ${isTold(key) ? key : '[…]'}: ${known}`)
    } else if (written(part) !== '1') place.member(key).complain(part, 'expected 1')
    return []
  })
}

function secretsIn(part: Part, place: Place): readonly Seed[] {
  if (part.kind === 'list') return entriesIn(part.items, place)
  if (part.kind !== 'mapping') return []
  return part.members.flatMap(({ key: name, line, part: entry }) => {
    const at = place.member(name)
    const nameFits = secretName({ kind: 'text', line, text: name }, at) !== undefined
    const read = seedOf(name, entry, at, keys)
    return nameFits ? (read ?? []) : []
  })
}

function entriesIn(entries: readonly Part[], place: Place): readonly Seed[] {
  const addresses = new Set<string>()
  return entries.flatMap((entry, index) => {
    const at = place.item(index)
    const seed = namedEntry(entry, at)
    if (seed === undefined) return []
    const address = addressOf(seed)
    if (addresses.has(address))
      at.complain(entry, `the secret ${isTold(seed.name) ? seed.name : '[…]'} stands there twice`)
    addresses.add(address)
    return seed
  })
}

function namedEntry(entry: Part, place: Place): Seed | undefined {
  const given = entry.kind === 'mapping' ? entry.members.find(({ key }) => key === 'name') : undefined
  const name = given && secretName(given.part, place.member('name'))
  if (entry.kind === 'mapping' && given === undefined) place.complain(entry, 'expected a name')
  const read = seedOf(name ?? '', entry, place, ['name', ...keys])
  return name === undefined ? undefined : read
}

type Key = (typeof keys)[number] | 'name'

function seedOf(name: string, entry: Part, place: Place, known: readonly Key[]): Seed | undefined {
  const found = members(entry, place, known)
  if (found === undefined) return undefined
  const read = <T>(key: Key, shape: (part: Part, place: Place) => T | undefined): T | undefined => {
    const part = found.get(key)
    return part && shape(part, place.member(key))
  }
  const value = { value: found.get('value'), binary: found.get('binary'), versions: found.get('versions') }
  const versions = versionsIn(entry, place, value)
  const realm = { account: read('account', account), region: read('region', region) }
  const facts = {
    description: read('description', description),
    kmsKeyId: read('kmsKeyId', kmsKeyId),
    tags: read('tags', tags),
    realm: realm.account === undefined && realm.region === undefined ? undefined : realm,
  }
  return versions && { name, ...facts, versions }
}
