import { expect } from 'chai'
import { describe, it } from 'mocha'
import { type Feed, mapped, pour, stream } from '#stream'
import { settle } from './fake-provider.js'
import { all } from './recording-provider.js'

function fed<T>(outer?: AbortSignal) {
  let feed: Feed<T> | undefined
  const items = stream<T>(outer, (given) => {
    feed = given
  })
  return { items, feed: feed as Feed<T>, iterator: items[Symbol.asyncIterator]() }
}

describe('stream', () => {
  it('gives what was pushed before and after it is asked, in order', async () => {
    const { feed, iterator } = fed<number>()
    feed.push(1)
    feed.push(2)
    expect(await iterator.next()).to.deep.equal({ done: false, value: 1 })
    expect(await iterator.next()).to.deep.equal({ done: false, value: 2 })
    const [third, fourth] = [iterator.next(), iterator.next()]
    feed.push(3)
    feed.push(4)
    expect([await third, await fourth].map(({ value }) => value)).to.deep.equal([3, 4])
  })

  it('ends at once when its signal aborts, whatever was pushed', async () => {
    const stop = new AbortController()
    const { feed, items, iterator } = fed<number>(stop.signal)
    feed.push(1)
    stop.abort()
    feed.push(2)
    feed.fail(new Error('late'))
    expect(feed.signal.aborted).to.equal(true)
    expect(await all(items)).to.deep.equal([])
    expect((await iterator.next()).done).to.equal(true)
  })

  it('ends who waits when its signal aborts', async () => {
    const stop = new AbortController()
    const { iterator } = fed<number>(stop.signal)
    const next = iterator.next()
    stop.abort()
    expect((await next).done).to.equal(true)
  })

  it('does not start where its signal has aborted', async () => {
    let started = false
    const items = stream(AbortSignal.abort(), () => {
      started = true
    })
    expect(await all(items)).to.deep.equal([])
    expect(started).to.equal(false)
  })

  it('tells its feed when the iteration is left, and drops what was not taken', async () => {
    const { feed, items, iterator } = fed<number>()
    feed.push(1)
    feed.push(2)
    for await (const item of items) {
      expect(item).to.equal(1)
      break
    }
    expect(feed.signal.aborted).to.equal(true)
    expect((await iterator.next()).done).to.equal(true)
  })

  it('rejects once where it fails, whether somebody waits or comes later, and then is over', async () => {
    for (const waits of [true, false]) {
      const { feed, iterator } = fed<number>()
      const early = waits ? iterator.next().catch((error: Error) => error) : undefined
      if (!waits) feed.push(1)
      feed.fail(new Error('broken'))
      if (!waits) expect((await iterator.next()).value).to.equal(1)
      const failed = await (early ?? iterator.next().catch((error: Error) => error))
      expect(failed).to.have.property('message', 'broken')
      expect((await iterator.next()).done).to.equal(true)
    }
  })
})

describe('mapped', () => {
  it('sees each item, and leaves the source when it is left', async () => {
    const { feed, items } = fed<number>()
    feed.push(1)
    feed.push(2)
    const seen: string[] = []
    for await (const item of mapped(items, (number) => `n${number}`)) {
      seen.push(item)
      if (seen.length === 2) break
    }
    expect(seen).to.deep.equal(['n1', 'n2'])
    expect(feed.signal.aborted).to.equal(true)
  })
})

describe('mapped, while somebody waits', () => {
  it('ends with the iteration that is left, and ends the source though nothing was taken', async () => {
    const { feed, items } = fed<number>()
    const iterator = mapped(items, (number) => number)[Symbol.asyncIterator]()
    const next = iterator.next()
    expect(await iterator.return?.()).to.have.property('done', true)
    expect(await next).to.have.property('done', true)
    expect(feed.signal.aborted).to.equal(true)
  })
})

describe('pour', () => {
  it('hands items on, waiting for each to be taken, and then the failure', async () => {
    const source = fed<number>()
    const target = fed<string>()
    const taken: number[] = []
    pour(source.items, target.feed, async (item) => {
      await settle()
      taken.push(item)
      target.feed.push(`n${item}`)
    })
    source.feed.push(1)
    source.feed.push(2)
    expect((await target.iterator.next()).value).to.equal('n1')
    expect(taken).to.deep.equal([1])
    expect((await target.iterator.next()).value).to.equal('n2')
    source.feed.fail(new Error('broken'))
    const end = await target.iterator.next().catch((error: Error) => error)
    expect(end).to.include({ code: 'INTERNAL', message: 'a provider failed in watch with Error' })
  })
})
