import { expect } from 'chai'
import { it } from 'mocha'
import { expectViolations } from '../refusals.js'
import type { Target } from '../target.js'
import { at } from './types-table.js'

/** What a member's length or value must be within, and how one of a size is made: a text of question marks if not told. */
interface Limit {
  readonly min?: number
  readonly max?: number
  readonly what?: 'value'
  /** Whether the violation leaves the value out. */
  readonly hidden?: true
  readonly of?: (size: number) => unknown
}

/** Limits by the place of a member: `Tags[].Key`. */
export type Limits = Readonly<Record<string, Limit>>

/** Nothing is called so: an input that keeps all constraints is refused for it, and nothing comes of it. */
export const noName = 'not a name?'

/**
 * Claims of the limits of an operation's input, on both sides of each. `rest` is what has to be there beside the member,
 * and must come to nothing.
 */
export function keepsLimits(
  { post }: Target,
  operation: string,
  limits: Limits,
  rest: Readonly<Record<string, unknown>> = { SecretId: noName },
): void {
  for (const [place, limit] of Object.entries(limits)) {
    const { min, max, what = 'length', hidden, of = (size) => '?'.repeat(size) } = limit
    const call = (value: unknown) => post(operation, { ...rest, ...at(place, value) })
    const says = (value: unknown, must: string) => {
      const shown = hidden ? 'Value' : `Value '${printed(value)}'`
      return `${shown} at '${pathOf(place)}' failed to satisfy constraint: Member must ${must}`
    }

    if (min !== undefined && min > 0) {
      it(`refuses a ${place} with a ${what} below ${min}`, async () => {
        const value = of(min - 1)
        await expectViolations(call(value), [says(value, `have ${what} greater than or equal to ${min}`)])
      })
    }
    if (max !== undefined) {
      it(`refuses a ${place} with a ${what} above ${max}`, async () => {
        const value = of(max + 1)
        await expectViolations(call(value), [says(value, `have ${what} less than or equal to ${max}`)])
      })
    }
    const sizes = [min, max].filter((size) => size !== undefined)
    it(`takes a ${place} with a ${what} of ${sizes.join(' and of ')}`, async () => {
      for (const size of sizes) {
        const { json } = await call(of(size))
        expect(String(json.message)).to.not.contain('validation error')
      }
    })
  }
}

/** Claims of inputs and all that they violate, in order. */
export function refuses(
  { post }: Target,
  operation: string,
  rows: readonly (readonly [title: string, input: unknown, violations: readonly string[]])[],
): void {
  for (const [title, input, violations] of rows) {
    it(`refuses ${title}`, () => expectViolations(post(operation, input), violations))
  }
}

export function absent(path: string): string {
  return `Value null at '${path}' failed to satisfy constraint: Member must not be null`
}

export function violation(value: string, path: string, must: string): string {
  return `Value '${value}' at '${path}' failed to satisfy constraint: Member must ${must}`
}

export function hiddenViolation(path: string, must: string): string {
  return `Value at '${path}' failed to satisfy constraint: Member must ${must}`
}

/** `tags.1.member.key` for `Tags[].Key`. */
function pathOf(place: string): string {
  return place
    .split('.')
    .map((name) => `${name.charAt(0).toLowerCase()}${name.slice(1).replace('[]', '.1.member')}`)
    .join('.')
}

function printed(value: unknown): string {
  return Array.isArray(value) ? `[${value.map(printed).join(', ')}]` : String(value)
}
