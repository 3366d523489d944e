import type { SecretRecord } from '@strongroom/vault'
import { expect } from 'chai'
import { describe, it } from 'mocha'
import { HotReads } from '#hot-reads'
import { aSecret, aVersion, removal, text, update } from './sample.js'

/** Reads all three kinds of `record`, and tells which had to be read anew. */
function readsOf(hot: HotReads, record: SecretRecord): readonly string[] {
  const reads: string[] = []
  const reading = <T>(what: string, answer: T) => {
    return () => {
      reads.push(what)
      return answer
    }
  }
  hot.record(record, reading('record', record))
  hot.version(record.id, 'v1', reading('version', aVersion(1)))
  hot.content(record.id, 'v1', reading('content', text('x')))
  return reads
}

/** Lets something from outside happen, which promises do not wait for. */
function aTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

const everything = ['record', 'version', 'content']

describe('HotReads', () => {
  it('reads once, for as long as nobody else commits', async () => {
    let dataVersion = 1
    const hot = new HotReads(() => dataVersion)
    const record = aSecret('a')
    expect(readsOf(hot, record)).to.deep.equal(everything)
    expect(readsOf(hot, record)).to.deep.equal([])
    dataVersion = 2
    await aTurn()
    expect(readsOf(hot, record)).to.deep.equal(everything)
    expect(readsOf(hot, record)).to.deep.equal([])
  })

  it('asks once for what is at hand, with nothing but promises between, and again for what comes from outside', async () => {
    let asked = 0
    const hot = new HotReads(() => {
      asked += 1
      return 1
    })
    const [a, b] = [aSecret('a'), aSecret('b')]
    for (const each of [a, b]) readsOf(hot, each)
    for (let turn = 1; turn <= 2; turn += 1) {
      await aTurn()
      asked = 0
      for (const each of [a, b]) {
        expect(readsOf(hot, each)).to.deep.equal([])
        await Promise.resolve()
      }
      expect(asked).to.equal(1)
    }
  })

  it('gives nothing that is older than what the database has just been asked for', async () => {
    let dataVersion = 1
    const hot = new HotReads(() => dataVersion)
    const record = aSecret('a')
    hot.record(record, () => record)
    await aTurn()
    hot.record(record, () => expect.fail('this is at hand'))
    dataVersion = 2
    expect(hot.version(record.id, 'v1', () => undefined)).to.equal(undefined)
    expect(hot.record(record, () => undefined)).to.equal(undefined)
  })

  it('remembers nothing that was not there', () => {
    const hot = new HotReads(() => 1)
    const record = aSecret('a')
    expect(hot.record(record, () => undefined)).to.equal(undefined)
    expect(hot.record(record, () => record)).to.equal(record)
  })

  it('follows what a change has put in place, and keeps the rest', () => {
    const hot = new HotReads(() => 1)
    const [changed, other] = [aSecret('changed'), aSecret('other')]
    readsOf(hot, changed)
    readsOf(hot, other)
    const record = { ...changed, revision: 2, description: 'new' }
    const [version, content] = [{ ...aVersion(1), accessedOn: 7 }, text('y')]
    hot.follow([{ ...update(changed), record, versions: [version], contents: new Map([['v1', content]]) }])
    const never = () => expect.fail('this is at hand')
    expect(hot.record(changed, never)).to.equal(record)
    expect(hot.version(changed.id, version.id, never)).to.equal(version)
    expect(hot.content(changed.id, 'v1', never)).to.equal(content)
    expect(readsOf(hot, other)).to.deep.equal([])
  })

  it('forgets a version that goes', () => {
    const hot = new HotReads(() => 1)
    const record = aSecret('a')
    readsOf(hot, record)
    hot.follow([{ ...update(record), removed: ['v1'] }])
    expect(readsOf(hot, record)).to.deep.equal(['version', 'content'])
  })

  it('forgets all of a secret that goes, or whose place another takes', () => {
    const hot = new HotReads(() => 1)
    const record = aSecret('a')
    for (const change of [removal(record), update(record, { id: 'another' })]) {
      readsOf(hot, record)
      hot.follow([change])
      expect(readsOf(hot, record)).to.include.members(['version', 'content'])
    }
    expect(hot.record(record, () => undefined)).to.have.property('id', 'another')
    hot.follow([removal(record)])
    expect(hot.record(record, () => undefined)).to.equal(undefined)
  })
})
