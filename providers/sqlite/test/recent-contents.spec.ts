import type { Content } from '@strongroom/vault'
import { expect } from 'chai'
import { describe, it } from 'mocha'
import { RecentContents } from '#recent-contents'

const of = (length: number): Content => ({ kind: 'binary', bytes: new Uint8Array(length) })

describe('RecentContents', () => {
  it('lets those leave that were not used for the longest time, when the bytes are too many', () => {
    const contents = new RecentContents(3500)
    contents.keep('a', of(500))
    contents.keep('b', of(500))
    contents.keep('c', of(500))
    contents.use('a')
    contents.keep('d', of(1000))
    const kept = ['a', 'b', 'c', 'd'].filter((key) => contents.use(key) !== undefined)
    expect(kept).to.deep.equal(['a', 'c', 'd'])
  })

  it('lets an eighth leave at once', () => {
    const contents = new RecentContents(100 * (256 + 44))
    const keys = Array.from({ length: 101 }, (_, i) => `key-${i}`)
    for (const key of keys) contents.keep(key, of(44))
    const kept = keys.filter((key) => contents.use(key) !== undefined)
    expect(kept).to.deep.equal(keys.slice(-87))
  })

  it('keeps nothing that is too large on its own', () => {
    const contents = new RecentContents(1000)
    contents.keep('a', of(1001))
    expect(contents.use('a')).to.equal(undefined)
  })

  it('counts what was replaced, dropped or cleared no more', () => {
    const contents = new RecentContents(2000)
    for (let i = 0; i < 10; i++) contents.keep('a', of(1000))
    contents.keep('b', of(100))
    expect(contents.use('a')).to.have.property('bytes').with.length(1000)
    contents.drop('a')
    contents.drop('never there')
    contents.keep('c', of(1000))
    expect(contents.use('b')).to.have.property('bytes').with.length(100)
    contents.clear()
    contents.keep('d', of(1700))
    expect(contents.use('d')).to.have.property('bytes').with.length(1700)
    expect(contents.use('c')).to.equal(undefined)
  })
})
