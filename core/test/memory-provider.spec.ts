import { manualClock, memoryProvider, SecretsError, type SecretsProvider } from '@strongroom/core'
import { expect } from 'chai'
import { describe, it } from 'mocha'
import { all } from './recording-provider.js'
import { codeOf } from './refusal.js'

describe('memoryProvider', () => {
  it('gives back what it was given: text, bytes, and JSON of anything else', async () => {
    const provider = memoryProvider({
      text: ' x\n',
      bytes: Uint8Array.of(0, 255),
      json: { a: [1, null] },
      number: 5,
    })
    expect((await provider.get('text')).text()).to.equal(' x\n')
    expect((await provider.get('bytes')).bytes()).to.deep.equal(Uint8Array.of(0, 255))
    expect((await provider.get('bytes')).binary).to.equal(true)
    expect((await provider.get('json')).json()).to.deep.equal({ a: [1, null] })
    expect((await provider.get('json#/a/0')).text()).to.equal('1')
    expect((await provider.get('number')).text()).to.equal('5')
  })

  it('says what a value is', async () => {
    const value = await memoryProvider({ db: 'x' }, { id: 'mine', clock: manualClock(7) }).get('db')
    expect(value).to.deep.include({
      name: 'db',
      labels: ['AWSCURRENT'],
      createdAt: new Date(7),
      provider: 'mine',
    })
    expect(value.versionId).to.match(/^[\da-f-]{36}$/)
  })

  it('knows names that objects have by themselves, and only where they were given', async () => {
    const given = JSON.parse('{"__proto__":"a","constructor":"b"}')
    const provider = memoryProvider(given)
    expect((await provider.get('__proto__')).text()).to.equal('a')
    expect((await provider.get('constructor')).text()).to.equal('b')
    expect(await codeOf(provider.get('toString'))).to.equal('NOT_FOUND')
  })

  it('refuses values and names that make no sense when it is made', () => {
    for (const values of [
      { 'b ad': 'x' },
      { db: undefined as never },
      { db: '\uD800' },
      { db: 'x'.repeat(65_537) },
    ]) {
      expect(() => memoryProvider(values)).to.throw(SecretsError)
    }
    expect(() => memoryProvider({ db: undefined as never })).to.throw(
      'memoryProvider: "db" cannot be had: a value is',
    )
    expect(() => memoryProvider({ db: 'é'.repeat(32_768) })).to.not.throw()
  })

  it('can begin with an empty text, which is a value and not missing', async () => {
    expect((await memoryProvider({ db: '' }).get('db')).text()).to.equal('')
  })

  it('has one version: AWSCURRENT, or its id', async () => {
    const provider = memoryProvider({ db: 'x' })
    const { versionId } = await provider.get('db')
    for (const ref of [
      { name: 'db', label: 'AWSCURRENT' },
      { name: 'db', versionId },
    ]) {
      expect((await provider.get(ref)).text()).to.equal('x')
    }
    expect(await codeOf(provider.get({ name: 'db', label: 'AWSPREVIOUS' }))).to.equal('UNSUPPORTED')
    expect(await codeOf(provider.get({ name: 'db', versionId: 'other' }))).to.equal('UNSUPPORTED')
    expect(await codeOf(provider.get({ name: 'none', label: 'AWSPREVIOUS' }))).to.equal('NOT_FOUND')
  })

  it('answers many in order', async () => {
    const answers = await memoryProvider({ a: '1', b: '{"k":"2"}' }).getMany([
      'b#k',
      'none',
      'a',
      'b ad',
      'a',
    ])
    expect(answers.map((answer) => (SecretsError.is(answer) ? answer.code : answer.text()))).to.deep.equal([
      '2',
      'NOT_FOUND',
      '1',
      'INVALID_NAME',
      '1',
    ])
  })

  it('refuses what is no list of refs', async () => {
    for (const refs of [null, 'db', {}])
      expect(await codeOf(memoryProvider().getMany(refs as never))).to.equal('INVALID_ARGUMENT')
  })

  it('answers what it has begun to answer before it closes', async () => {
    const provider = memoryProvider({ a: '1', b: '2' })
    const answers = provider.getMany(['a', 'b'])
    await provider.close()
    expect((await answers).map((answer) => SecretsError.is(answer))).to.deep.equal([false, false])
  })

  it('creates and writes, each time a new version', async () => {
    const clock = manualClock(1)
    const provider = memoryProvider({}, { clock })
    const made = await provider.create('db', 'one', { description: 'd' })
    expect(made).to.deep.include({
      name: 'db',
      description: 'd',
      createdAt: new Date(1),
      changedAt: new Date(1),
    })
    await clock.advance(5)
    const version = await provider.put('db', Uint8Array.of(1))
    expect(version).to.deep.include({ labels: ['AWSCURRENT'], createdAt: new Date(6) })
    expect(version.versionId).to.not.equal(made.versions[0]?.versionId)
    expect(await provider.describe('db')).to.deep.equal({
      name: 'db',
      description: 'd',
      createdAt: new Date(1),
      changedAt: new Date(6),
      versions: [version],
    })
  })

  it('makes no version older than the one before, whatever the clock says', async () => {
    const now = { is: 10 }
    const provider = memoryProvider({ db: 'x' }, { clock: { ...manualClock(), now: () => now.is } })
    now.is = 3
    expect((await provider.put('db', 'y')).createdAt).to.deep.equal(new Date(10))
  })

  it('refuses writes that do not fit, and changes nothing', async () => {
    const provider = memoryProvider({ db: 'x' })
    const refusals: [Promise<unknown>, string][] = [
      [provider.create('db', 'y'), 'ALREADY_EXISTS'],
      [provider.put('none', 'y'), 'NOT_FOUND'],
      [provider.put('db', ''), 'INVALID_VALUE'],
      [provider.put('db', 5 as never), 'INVALID_VALUE'],
      [provider.put('db', 'x'.repeat(65_537)), 'INVALID_VALUE'],
      [provider.put('db', '\uDC00'), 'INVALID_VALUE'],
      [provider.create('new', 'y', { tags: {} }), 'UNSUPPORTED'],
      [provider.create('new', 'y', { token: 'x'.repeat(32) }), 'UNSUPPORTED'],
      [provider.put('db', 'y', { labels: [] }), 'UNSUPPORTED'],
      [provider.put('db', 'y', { token: 'x'.repeat(32) }), 'UNSUPPORTED'],
      [provider.put('db', 'y', { ifVersion: 'v' }), 'UNSUPPORTED'],
      [provider.versions('db'), 'UNSUPPORTED'],
      [provider.moveLabel('db', 'l', {}), 'UNSUPPORTED'],
      [provider.delete('db'), 'UNSUPPORTED'],
      [provider.restore('db'), 'UNSUPPORTED'],
      [provider.tag('db', {}), 'UNSUPPORTED'],
      [provider.untag('db', []), 'UNSUPPORTED'],
      [all(provider.watch(['db'])), 'UNSUPPORTED'],
    ]
    for (const [refused, code] of refusals) expect(await codeOf(refused)).to.equal(code)
    expect((await provider.list()).items.map(({ name }) => name)).to.deep.equal(['db'])
    expect((await provider.get('db')).text()).to.equal('x')
  })

  it('refuses what is no name, nothing at all included', async () => {
    const provider = memoryProvider({ a: '1' }, { clock: manualClock(7) })
    for (const name of [undefined, null, 5, {}] as never[]) {
      expect(await codeOf(provider.create(name, 'x'))).to.equal('INVALID_NAME')
      expect(await codeOf(provider.describe(name))).to.equal('INVALID_NAME')
      expect(await codeOf(provider.get({ name }))).to.equal('INVALID_NAME')
    }
    expect((await provider.list()).items).to.have.lengthOf(1)
    const info = await provider.describe('a')
    info.createdAt.setTime(0)
    expect((await provider.describe('a')).createdAt).to.deep.equal(new Date(7))
  })

  it('lists in order, in pages, by literal prefix', async () => {
    const provider = memoryProvider({ 'a/2': 'x', 'a/1': 'x', 'a.1': 'x', b: 'x', A: 'x' })
    const names: string[] = []
    let cursor: string | undefined
    do {
      const page = await provider.list({ limit: 2, cursor })
      names.push(...page.items.map(({ name }) => name))
      cursor = page.cursor
    } while (cursor !== undefined)
    expect(names).to.deep.equal(['A', 'a.1', 'a/1', 'a/2', 'b'])
    expect((await provider.list({ prefix: 'a.' })).items.map(({ name }) => name)).to.deep.equal(['a.1'])
    expect((await provider.list({ prefix: 'none' })).items).to.deep.equal([])
  })

  for (const limit of [0, 101, 1.5, -1, Number.NaN]) {
    it(`refuses a page of ${limit}`, async () => {
      expect(await codeOf(memoryProvider().list({ limit }))).to.equal('INVALID_ARGUMENT')
    })
  }

  it('takes back only the cursors of its own lists', async () => {
    const provider = memoryProvider({ a: 'x', b: 'x' })
    const { cursor } = await provider.list({ limit: 1 })
    const foreign: [SecretsProvider, string | undefined, string][] = [
      [provider, cursor, ''],
      [memoryProvider({}, { id: 'other' }), cursor, ''],
      [provider, 'broken', ''],
      [provider, '', ''],
      [provider, Buffer.from('null').toString('base64url'), ''],
      [provider, Buffer.from('["memory ",5]').toString('base64url'), ''],
      [provider, cursor, 'a'],
    ]
    const codes = await Promise.all(
      foreign.map(([each, at, prefix]) => codeOf(each.list({ cursor: at, prefix }))),
    )
    expect(codes).to.deep.equal(['fulfilled', ...Array.from({ length: 6 }, () => 'INVALID_CURSOR')])
  })

  it('is healthy until it is closed, and then rejects with CLOSED', async () => {
    const provider = memoryProvider({ db: 'x' }, { id: 'mine' })
    expect(await provider.health()).to.deep.equal({ status: 'healthy', provider: 'mine' })
    await provider.close()
    await provider[Symbol.asyncDispose]()
    expect(await codeOf(provider.get('db'))).to.equal('CLOSED')
    expect(await provider.health()).to.deep.include({ status: 'unhealthy', code: 'CLOSED' })
  })

  it('tells what it can in a manifest that can be cloned and not changed', () => {
    const { capabilities } = memoryProvider()
    expect(structuredClone(capabilities)).to.deep.equal(capabilities)
    for (const part of [capabilities, capabilities.delete, capabilities.limits, capabilities.limits.value]) {
      expect(Object.isFrozen(part)).to.equal(true)
    }
  })
})
