import { memoryProvider, parseRef, SecretsError } from '@strongroom/core'
import { expect } from 'chai'
import { describe, it } from 'mocha'
import { batched } from '#batched'
import { fakeProvider, settle } from './fake-provider.js'
import { codeOf } from './refusal.js'

const stays = () => new AbortController().signal

describe('batched', () => {
  it('sends one read as get, and several of one tick as getMany', async () => {
    const provider = fakeProvider(({ name }) => name)
    const read = batched(provider)
    await read({ name: 'a' }, stays())
    await Promise.all([read({ name: 'b' }, stays()), read({ name: 'c', label: 'AWSPREVIOUS' }, stays())])
    expect(provider.calls).to.deep.equal(['get a', 'getMany b, c@AWSPREVIOUS'])
  })

  it('gives each reader its own answer or error', async () => {
    const provider = fakeProvider(({ name }) => (name === 'bad' ? { code: 'ACCESS_DENIED' } : name))
    const read = batched(provider)
    const [good, bad] = await Promise.allSettled([
      read({ name: 'good' }, stays()),
      read({ name: 'bad' }, stays()),
    ])
    expect(good).to.have.property('status', 'fulfilled')
    expect(bad).to.have.nested.property('reason.code', 'ACCESS_DENIED')
  })

  it('aborts the call only when everybody has left', async () => {
    const provider = fakeProvider(() => new Promise(() => {}))
    const read = batched(provider)
    const [one, two] = [new AbortController(), new AbortController()]
    read({ name: 'a' }, one.signal)
    read({ name: 'b' }, two.signal)
    await settle()
    one.abort()
    expect(provider.signals[0]?.aborted).to.equal(false)
    two.abort()
    expect(provider.signals[0]?.aborted).to.equal(true)
  })

  it('asks for nothing where everybody leaves within the tick', async () => {
    const provider = fakeProvider(() => 'x')
    const leaving = new AbortController()
    const left = codeOf(batched(provider)({ name: 'a' }, leaving.signal))
    leaving.abort()
    expect(await left).to.equal('ABORTED')
    expect(provider.calls).to.deep.equal([])
  })

  it('rejects every read of a call that rejects as a whole', async () => {
    const provider = memoryProvider()
    await provider.close()
    const read = batched(provider)
    const codes = ['a', 'b'].map((name) => codeOf(read({ name }, stays())))
    expect(await Promise.all(codes)).to.deep.equal(['CLOSED', 'CLOSED'])
  })

  it('tells a provider that gives too few answers from one that has none', async () => {
    const provider = fakeProvider(() => 'x')
    provider.getMany = async () => []
    const read = batched(provider)
    const codes = ['a', 'b'].map((name) => codeOf(read(parseRef(name), stays())))
    expect(await Promise.all(codes)).to.deep.equal(['INTERNAL', 'INTERNAL'])
  })

  it('turns what a provider throws without care into INTERNAL, without its words', async () => {
    const provider = fakeProvider(() => 'x')
    provider.get = () => {
      throw new Error('hunter2')
    }
    const error: unknown = await batched(provider)({ name: 'a' }, stays()).catch((thrown) => thrown)
    expect(SecretsError.is(error, 'INTERNAL')).to.equal(true)
    expect(String((error as Error).stack)).to.not.contain('hunter2')
  })
})
