import { cached, chain, memoryProvider, type SecretsProvider, scoped } from '@strongroom/core'
import { expect } from 'chai'
import { describe, it } from 'mocha'
import { expectNoTrace, newCanary } from 'strongroom-scripts/canary'
import { forwarded } from '#forwarded'
import { all, callsAboutOne, recordingProvider } from './recording-provider.js'
import { codeOf, refusalOf } from './refusal.js'

/** A provider all of whose members do the same. */
function doing(what: () => unknown): SecretsProvider {
  const members = Object.keys(recordingProvider()).filter(
    (key) => !['id', 'capabilities', 'calls', 'changes'].includes(key),
  )
  const { id, capabilities } = memoryProvider()
  return Object.assign(Object.fromEntries(members.map((member) => [member, what])), {
    id,
    capabilities,
    [Symbol.asyncDispose]: what,
  }) as unknown as SecretsProvider
}

describe('forwarded', () => {
  it('passes everything on to a provider that is a class', async () => {
    const recording = recordingProvider()
    class Classy {
      get id() {
        return recording.id
      }
      get capabilities() {
        return recording.capabilities
      }
    }
    for (const member of ['get', 'getMany', 'describe', 'list', 'put', 'health', 'close'] as const) {
      Object.defineProperty(Classy.prototype, member, { value: recording[member] })
    }
    const door = forwarded(new Classy() as never)
    expect((await door.get('db')).text()).to.equal('x')
    expect(await door.health()).to.have.property('status', 'healthy')
    await door[Symbol.asyncDispose]()
    expect(recording.calls.map(([member]) => member)).to.deep.equal(['get', 'health', 'close'])
  })

  for (const [how, fail] of [
    [
      'throws',
      (canary: string) => () => {
        throw new Error(canary)
      },
    ],
    ['rejects', (canary: string) => () => Promise.reject(new Error(canary))],
  ] as const) {
    for (const [operation, call] of callsAboutOne) {
      it(`tells of ${operation} that ${how} without care as INTERNAL, without its words`, async () => {
        const canary = newCanary()
        const error = await refusalOf(call(forwarded(doing(fail(canary))), 'db'))
        expect(error).to.include({ code: 'INTERNAL', provider: 'memory', operation })
        expectNoTrace(canary, error)
      })
    }

    it(`does so for whatever else ${how}`, async () => {
      const canary = newCanary()
      const door = forwarded(doing(fail(canary)))
      for (const attempt of [door.getMany(['a']), door.list(), door.close(), door[Symbol.asyncDispose]()]) {
        const error = await refusalOf(attempt)
        expect(error.code).to.equal('INTERNAL')
        expectNoTrace(canary, error)
      }
      const health = await door.health()
      expect(health).to.include({ status: 'unhealthy', code: 'INTERNAL' })
      expectNoTrace(canary, health)
    })
  }

  it('tells of watching that fails later, or tells nonsense, as INTERNAL, without its words', async () => {
    const canary = newCanary()
    const later: SecretsProvider = {
      ...recordingProvider(),
      async *watch() {
        yield { kind: 'deleted', name: 'a' } as const
        throw new Error(canary)
      },
    }
    const nonsense: SecretsProvider = {
      ...recordingProvider(),
      async *watch() {
        yield null as never
      },
    }
    for (const provider of [later, nonsense]) {
      const error = await refusalOf(all(cached(scoped(forwarded(provider), 'x/')).watch(['a'])))
      expect(error.code).to.equal('INTERNAL')
      expectNoTrace(canary, error)
    }
  })

  it('is unhealthy where the provider does not say so in time', async () => {
    const slow = { ...memoryProvider(), health: () => new Promise<never>(() => {}) }
    const health = await forwarded(slow).health({ signal: AbortSignal.abort() })
    expect(health).to.include({ status: 'unhealthy', code: 'ABORTED' })
  })

  it('is unhealthy where the provider has nothing to say of its health', async () => {
    expect(await forwarded(doing(() => undefined)).health()).to.include({
      status: 'unhealthy',
      code: 'INTERNAL',
    })
    expect(await chain([doing(() => undefined)]).health()).to.have.property('status', 'unhealthy')
  })

  it('fails in watching where the provider throws when it begins', async () => {
    const door = forwarded(
      doing(() => {
        throw new Error('no')
      }),
    )
    expect(await codeOf(all(door.watch(['a'])))).to.equal('INTERNAL')
  })
})
