import type { SecretRecord } from '../model.js'
import { filterWithoutKey, filterWithoutValues } from '../refusals.js'
import { primaryRegionOf } from './replication.js'
import { foundIn, wordsOf } from './words.js'

export const filterKeys = [
  'all',
  'name',
  'tag-key',
  'description',
  'tag-value',
  'primary-region',
  'owning-service',
] as const

export type FilterKey = (typeof filterKeys)[number]

/** One condition: a secret fits if it fits one of the values. A value that begins with `!` fits what the rest does not. */
export interface Filter {
  readonly key?: FilterKey | undefined
  readonly values?: readonly string[] | undefined
}

type Matches = (record: SecretRecord) => boolean

/** Whether a secret fits all of the filters. */
export function matching(filters: readonly Filter[]): Matches {
  const conditions = filters.map(condition)
  return (record) => conditions.every((matches) => matches(record))
}

function condition({ key, values }: Filter): Matches {
  if (key === undefined) throw filterWithoutKey()
  if (values === undefined) throw filterWithoutValues(key)
  const alternatives = values.map((value) => alternative(key, value))
  return (record) => alternatives.some((matches) => matches(record))
}

function alternative(key: FilterKey, value: string): Matches {
  if (!value.startsWith('!')) return test(key, value)
  const matches = test(key, value.slice(1))
  // So a secret fits, too, that does not have what is looked at.
  return (record) => !matches(record)
}

function test(key: FilterKey, value: string): Matches {
  const texts = textsOf[key]
  if (key !== 'all' && key !== 'description') {
    return (record) => texts(record).some((text) => text.startsWith(value))
  }
  const wanted = wordsOf(value)
  return (record) => texts(record).some((text) => foundIn(wordsOf(text), wanted))
}

/** The texts of a secret that a filter looks at, each on its own. */
const textsOf: Readonly<Record<FilterKey, (record: SecretRecord) => readonly string[]>> = {
  name: ({ name }) => [name],
  description: ({ description }) => given(description),
  'tag-key': ({ tags = [] }) => tags.map(({ key }) => key),
  'tag-value': ({ tags = [] }) => tags.map(({ value }) => value),
  'owning-service': ({ owningService }) => given(owningService),
  'primary-region': (record) => given(primaryRegionOf(record)),
  all: ({ name, description, tags = [] }) => [
    name,
    ...given(description),
    ...tags.flatMap(({ key, value }) => [key, value]),
  ],
}

function given(text: string | undefined): readonly string[] {
  return text === undefined ? [] : [text]
}
