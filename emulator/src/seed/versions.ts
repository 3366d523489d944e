import { type Content, limits } from '@strongroom/vault'
import type { Part } from '../documents/part.js'
import type { Place } from '../documents/place.js'
import { lengthed, list, members, type Shape } from '../documents/shapes.js'
import { binaryContent, textContent } from './content.js'
import type { SeedVersion } from './seed.js'

const label = lengthed('a label', limits.versionStage)
const versionId = lengthed("a version's id", limits.versionId)

/** The versions of a secret: one value, which is current, or several, of which one is; none for no value. */
export function versionsIn(
  entry: Part,
  place: Place,
  { value, binary, versions }: Readonly<Record<'value' | 'binary' | 'versions', Part | undefined>>,
): readonly SeedVersion[] | undefined {
  if ([value, binary, versions].filter((each) => each !== undefined).length > 1) {
    return place.complain(entry, 'expected one of value, binary and versions')
  }
  if (versions !== undefined) return versionList(versions, place.member('versions'))
  if (value === undefined && binary === undefined) return []
  const content = contentIn(entry, place, value, binary)
  return content && [{ labels: ['AWSCURRENT'], content }]
}

const version: Shape<SeedVersion> = (part, place) => {
  const found = members(part, place, ['value', 'binary', 'labels', 'id'])
  if (found === undefined) return undefined
  const content = contentIn(part, place, found.get('value'), found.get('binary'))
  const givenId = found.get('id')
  const id = givenId && versionId(givenId, place.member('id'))
  const labels = labelsIn(part, place, found.get('labels'))
  const wrong = givenId !== undefined && id === undefined
  if (content === undefined || labels === undefined || wrong) return undefined
  return { ...(id === undefined ? {} : { id }), labels, content }
}

const versionList: Shape<readonly SeedVersion[]> = (part, place) => {
  const versions = list(version)(part, place)
  if (versions === undefined) return undefined
  const labels = versions.flatMap((each) => each.labels)
  const ids = versions.flatMap(({ id }) => id ?? [])
  if (new Set(ids).size < ids.length) return place.complain(part, 'two versions have the same id')
  if (new Set(labels).size < labels.length) {
    const current = labels.filter((each) => each === 'AWSCURRENT').length > 1
    return place.complain(part, current ? 'two versions are AWSCURRENT' : 'a label stands there twice')
  }
  if (!labels.includes('AWSCURRENT')) return place.complain(part, 'one of the versions must be AWSCURRENT')
  const { labelsOfSecret } = limits
  return labels.length > labelsOfSecret
    ? place.complain(part, `expected ${labelsOfSecret} labels at most`)
    : versions
}

function contentIn(
  entry: Part,
  place: Place,
  value: Part | undefined,
  binary: Part | undefined,
): Content | undefined {
  if (value !== undefined && binary === undefined) return textContent(value, place.member('value'))
  if (binary !== undefined && value === undefined) return binaryContent(binary, place.member('binary'))
  return place.complain(entry, 'expected either value or binary')
}

function labelsIn(version: Part, place: Place, part: Part | undefined): readonly string[] | undefined {
  if (part === undefined || (part.kind === 'list' && part.items.length === 0)) {
    return place.complain(
      part ?? version,
      'expected labels: without any, nobody would find the version again',
    )
  }
  return list(label)(part, place.member('labels'))
}
