import type { Mapping } from '../documents/part.js'
import type { Place } from '../documents/place.js'
import { textContent } from './content.js'
import { secretName } from './secret-name.js'
import type { Seed } from './seed.js'

/** The secrets of a file that is nothing but names and values. */
export function plainSeeds(file: Mapping, place: Place): readonly Seed[] {
  return file.members.flatMap(({ key: name, line, part }) => {
    const at = place.member(name)
    const nameFits = secretName({ kind: 'text', line, text: name }, at) !== undefined
    const content = textContent(part, at)
    return content && nameFits ? [{ name, versions: [{ labels: ['AWSCURRENT'], content }] }] : []
  })
}
