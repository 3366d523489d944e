import type { Part } from './part.js'
import type { Place } from './place.js'

/**
 * A part as JSON; undefined after a complaint. Members keep their order and numbers all their digits, neither of which an
 * object in between would.
 */
export function asJson(part: Part, place: Place): string | undefined {
  switch (part.kind) {
    case 'text':
      return JSON.stringify(part.text)
    case 'nothing':
      return 'null'
    case 'plain':
      return part.json ?? place.complain(part, 'expected something that JSON has a word for')
    case 'list':
      return joined(
        part.items.map((item, index) => asJson(item, place.item(index))),
        '[]',
      )
    case 'mapping':
      return joined(
        part.members.map(({ key, part: value }) => {
          const json = asJson(value, place.member(key))
          return json === undefined ? undefined : `${JSON.stringify(key)}:${json}`
        }),
        '{}',
      )
  }
}

function joined(parts: readonly (string | undefined)[], brackets: '[]' | '{}'): string | undefined {
  return parts.includes(undefined) ? undefined : `${brackets[0]}${parts.join()}${brackets[1]}`
}
