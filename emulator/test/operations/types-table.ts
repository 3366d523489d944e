import { expect } from 'chai'
import { it } from 'mocha'
import { expectRefusal } from '../refusals.js'
import type { Target } from '../target.js'

type Kind = 'text' | 'integer' | 'long' | 'boolean' | 'blob' | 'list' | 'structure'

/** Kinds by the place of a member: `Tags[].Key`. */
type Kinds = Readonly<Record<string, Kind>>

const list = 'Start of list found where not expected'
const structure = 'Start of structure or map found where not expected.'

/** What is wrong for a kind, and how the framework says so. */
const wrong: Readonly<Record<Kind, readonly (readonly [unknown, string])[]>> = {
  text: unlike('a String', { number: true, boolean: true }),
  integer: unlike('an Integer', { text: true, boolean: true }),
  long: unlike('a Long', { text: true, boolean: true }),
  boolean: unlike('a Boolean', { text: true, number: true }),
  blob: [...unlike('a Blob', { number: true, boolean: true }), ['no base64!', token('STRING', 'a Blob')]],
  list: [
    [{}, structure],
    [5, 'Expected list or null'],
    ['a', 'Expected list or null'],
    [true, 'Expected list or null'],
  ],
  structure: [
    [[], list],
    [5, 'Expected null'],
    ['a', 'Expected null'],
    [false, 'Expected null'],
  ],
}

const called: Readonly<Record<Kind, string>> = {
  text: 'text',
  integer: 'whole number',
  long: 'whole number',
  boolean: 'true or false',
  blob: 'base64',
  list: 'list',
  structure: 'object',
}

/**
 * Claims of the JSON types of an operation's input: SerializationException for the wrong ones, before anything else is
 * looked at; null is absence; what is not in the list is ignored.
 */
export function keepsTypes({ post }: Target, operation: string, kinds: Kinds): void {
  for (const [place, kind] of Object.entries(kinds)) {
    it(`refuses what is not ${called[kind]} as ${place}`, async () => {
      for (const [value, text] of wrong[kind]) {
        await expectRefusal(post(operation, at(place, value)), 'SerializationException', text)
      }
    })
  }

  it('refuses a body that is no object', async () => {
    await expectRefusal(post(operation, []), 'SerializationException', list)
    for (const body of ['', 'null', '5', '"text"', '{"SecretId":', '{} {}']) {
      const { status, json } = await post(operation, body)
      expect({ status, json }).to.deep.equal({ status: 400, json: { __type: 'SerializationException' } })
    }
  })

  it('takes null for absence, and ignores members that it does not know', async () => {
    const tops = Object.keys(kinds).filter((place) => !/[.[]/.test(place))
    const nothing = Object.fromEntries(tops.map((place) => [place, null]))
    const { status, json } = await post(operation, {})
    const other = await post(operation, { ...nothing, Unknown: { Deep: [1] }, secretId: 5, toString: 1 })
    expect(other.status).to.equal(status)
    expect(Object.keys(other.json)).to.deep.equal(Object.keys(json))
    expect(other.json.message).to.equal(json.message)
  })
}

/** An input with a value at a place, and nothing else. */
export function at(place: string, value: unknown): Readonly<Record<string, unknown>> {
  const [, name = '', isList, rest = ''] = /^(\w+)(\[\])?\.?(.*)$/.exec(place) ?? []
  const inner = rest === '' ? value : at(rest, value)
  return { [name]: isList === undefined ? inner : [inner] }
}

function unlike(
  what: string,
  scalars: { readonly text?: true; readonly number?: true; readonly boolean?: true },
): readonly (readonly [unknown, string])[] {
  const rows: (readonly [unknown, string])[] = [
    [[], list],
    [{}, structure],
  ]
  if (scalars.text) rows.push(['5', token('STRING', what)])
  if (scalars.number) rows.push([5, token('NUMBER', what)], [0.5, token('NUMBER', what)])
  if (scalars.boolean) rows.push([true, token('TRUE', what)], [false, token('FALSE', what)])
  return rows
}

function token(kind: string, what: string): string {
  return `${kind}_VALUE can not be converted to ${what}`
}
