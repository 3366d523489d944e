import { expect } from 'chai'
import { describe, it } from 'mocha'
import type { Tag } from '#model'
import { tagged, untagged } from '#rules/tags'
import { outcomeOf } from '../outcome.js'

/** `a=1 b=2` */
function tags(text: string): readonly Tag[] {
  return text.split(' ').flatMap((each) => {
    const [key = '', value = ''] = each.split('=')
    return key === '' ? [] : [{ key, value }]
  })
}
const many = (count: number) => Array.from({ length: count }, (_, i) => ({ key: `k${i}`, value: '' }))

describe('tagged', () => {
  for (const [title, before, added, after] of [
    ['adds to none', undefined, 'a=1', 'a=1'],
    ['keeps the order in which keys came', 'b=1 a=2', 'c=3 A=4', 'b=1 a=2 c=3 A=4'],
    ['gives a key that is there the new value, in its place', 'a=1 b=2', 'a=3', 'a=3 b=2'],
    ['lets the last of two with one key win', 'z=0', 'a=1 b=2 a=3', 'z=0 a=3 b=2'],
    ['takes an empty value', 'a=1', 'a=', 'a='],
    ['makes an empty list of none and none', undefined, '', ''],
    ['takes a key that has aws: further on', '', 'my-aws:x=1', 'my-aws:x=1'],
  ] as const) {
    it(title, () => {
      const there = before === undefined ? undefined : tags(before)
      expect(tagged(there, tags(added))).to.deep.equal(tags(after))
    })
  }

  it('takes the 50th tag and refuses the 51st, but not a new value of the 50th', () => {
    expect(tagged(many(49), [{ key: 'last', value: '' }])).to.have.lengthOf(50)
    expect(tagged(many(50), [{ key: 'k49', value: 'new' }])).to.have.lengthOf(50)
    expect(outcomeOf(() => tagged(many(50), tags('last=1')))).to.equal(
      'InvalidParameterException: A secret can have at most 50 tags.',
    )
  })

  for (const key of ['aws:', 'aws:x', 'AWS:x']) {
    it(`refuses the key ${key} without naming its value`, () => {
      expect(outcomeOf(() => tagged([], [{ key, value: 'told to nobody' }]))).to.equal(
        `InvalidParameterException: You can't modify system tags. Tag key: '${key}'.`,
      )
    })
  }

  it('refuses a tag without a key', () => {
    expect(outcomeOf(() => tagged([], [{ key: '', value: 'x' }]))).to.equal(
      'InvalidParameterException: A tag must have a Key.',
    )
  })
})

describe('untagged', () => {
  for (const [title, before, keys, after] of [
    ['takes the tags of some keys away', 'a=1 b=2 c=3', ['c', 'a'], 'b=2'],
    ['leaves an empty list of what had tags', 'a=1', ['a'], ''],
    ['leaves absent what never had tags', undefined, ['a'], undefined],
    ['minds no key that is not there', 'a=1', ['b', 'A'], 'a=1'],
  ] as const) {
    it(title, () => {
      const [there, left] = [before, after].map((text) => (text === undefined ? undefined : tags(text)))
      expect(untagged(there, keys)).to.deep.equal(left)
    })
  }
})
