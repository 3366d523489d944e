import { randomBytes, randomInt } from 'node:crypto'
import { inspect } from 'node:util'
import { AssertionError } from 'chai'

/** A secret for one test: letters that occur nowhere by chance, from the first on, since errors often quote a start. */
export function newCanary() {
  return Array.from({ length: 40 }, () => String.fromCharCode(97 + randomInt(26))).join('')
}

/** The same in bytes, and not UTF-8. */
export function newBinaryCanary() {
  return Uint8Array.from([0xff, 0xfe, ...randomBytes(38)])
}

/**
 * Fails if any part of the canary is in what an error says: its text, its stack, its own properties (hidden ones too),
 * its causes and the errors within, and every way of printing it. Names the place and the form, never the value.
 */
export function expectNoTrace(canary, error) {
  for (const [where, said] of sayings(error)) expectNoTraceIn(canary, said, where)
}

/** The same for a text, or for bytes that were written somewhere. */
export function expectNoTraceIn(canary, said, where = 'the text') {
  const texts = typeof said === 'string' ? [said] : [latin1(said), Buffer.from(said).toString('utf16le')]
  for (const text of texts) {
    const whole = text.toLowerCase()
    const bare = whole.replace(/[\s"'`]/g, '')
    for (const { form, parts } of formsOf(canary)) {
      if (parts.some((part) => whole.includes(part) || bare.includes(part))) {
        throw new AssertionError(`the value, or a part of it, is in ${where}, as ${form}`)
      }
    }
  }
}

/** Every way in which a value could be written down, each in pieces: who quotes an excerpt leaks, too. */
function formsOf(canary) {
  const bytes = Buffer.from(canary)
  const numbers = [...bytes]
  const hex = numbers.map((byte) => byte.toString(16).padStart(2, '0'))
  return [
    { form: 'it is', parts: pieces([...latin1(bytes)], 8) },
    { form: 'base64', parts: [0, 1, 2].flatMap((shift) => base64Pieces(bytes.subarray(shift))) },
    { form: 'hex', parts: pieces(hex, 8) },
    { form: 'spaced hex', parts: pieces(hex, 6, ' ') },
    { form: 'a list of numbers', parts: pieces(numbers.map(String), 6, ',') },
    {
      form: 'numbered bytes',
      parts: pieces(
        numbers.map((byte, i) => `${i}:${byte}`),
        6,
        ',',
      ),
    },
  ]
}

function base64Pieces(bytes) {
  const whole = bytes.subarray(0, bytes.length - (bytes.length % 3))
  return [whole.toString('base64'), whole.toString('base64url')].flatMap((text) => pieces([...text], 12))
}

function pieces(steps, length, between = '') {
  const count = Math.max(1, steps.length - length + 1)
  return Array.from({ length: count }, (_, at) =>
    steps
      .slice(at, at + length)
      .join(between)
      .toLowerCase(),
  )
}

function* sayings(error) {
  yield [
    'inspect',
    inspect(error, { depth: 20, showHidden: true, maxStringLength: null, maxArrayLength: null }),
  ]
  yield ['plain inspect', inspect(error, { depth: 20, customInspect: false })]
  yield ['String()', String(error)]
  yield ['JSON', JSON.stringify(error) ?? '']
  yield* properties(error, 'the error', new Set())
}

function* properties(thing, where, seen) {
  if (typeof thing === 'string' || thing instanceof Uint8Array) yield [where, thing]
  if (typeof thing === 'symbol' || typeof thing === 'number') yield [where, String(thing)]
  if ((typeof thing !== 'object' && typeof thing !== 'function') || thing === null || seen.has(thing)) return
  seen.add(thing)
  if (thing instanceof Uint8Array) return
  if (thing instanceof Map || thing instanceof Set) yield* properties([...thing], where, seen)
  for (const key of Reflect.ownKeys(thing)) {
    yield [`a key of ${where}`, String(key)]
    yield* properties(Reflect.get(thing, key), `"${String(key)}" of ${where}`, seen)
  }
}

function latin1(bytes) {
  return Buffer.from(bytes).toString('latin1')
}
