import { expect } from 'chai'
import { describe, it } from 'mocha'
import { nearest } from '#config/nearest'

describe('nearest', () => {
  const words = ['ttlSeconds', 'max', 'maxStaleSeconds', 'prefix', 'env']
  const cases: readonly [word: string, meant: string | undefined][] = [
    ['ttlSecond', 'ttlSeconds'],
    ['ttlSeconsd', 'ttlSeconds'],
    ['TTLSECONDS', 'ttlSeconds'],
    ['prefixes', 'prefix'],
    ['prefixing', undefined],
    ['mx', 'max'],
    ['x', undefined],
    ['', undefined],
    ['something', undefined],
  ]
  for (const [word, meant] of cases) {
    it(`takes "${word}" for ${meant === undefined ? 'nothing known' : `"${meant}"`}`, () => {
      expect(nearest(word, words)).to.equal(meant)
    })
  }

  it('prefers the nearer of two near words', () => {
    expect(nearest('keys', ['kex', 'key'])).to.equal('key')
  })
})
