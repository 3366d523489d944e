import { type Lifecycle, lifecycle, manualClock, SecretsError } from '@strongroom/core'
import { expect } from 'chai'
import { after, before, describe, it } from 'mocha'
import { expectNoTrace, newCanary } from 'strongroom-scripts/canary'
import { gate, settle } from './fake-provider.js'
import { codeOf } from './refusal.js'

const run = <T>(life: Lifecycle<unknown>, work: () => T | Promise<T>) =>
  life.about('get', 'db', undefined, work)

describe('lifecycle', () => {
  const unhandled: unknown[] = []
  const hear = (reason: unknown) => unhandled.push(reason)
  before(() => process.on('unhandledRejection', hear))
  after(() => process.off('unhandledRejection', hear))

  describe('opening', () => {
    it('waits for the first call', async () => {
      let opened = 0
      const life = lifecycle({ id: 'p', open: async () => ++opened })
      await settle()
      expect(opened).to.equal(0)
      await run(life, () => {})
      expect(opened).to.equal(1)
    })

    it('is done once for all that come at the same time', async () => {
      let opened = 0
      const life = lifecycle({ id: 'p', open: async () => ++opened })
      const seen = await Promise.all(
        [1, 2, 3].map(() => life.about('get', 'db', undefined, (resource) => resource)),
      )
      expect(seen).to.deep.equal([1, 1, 1])
    })

    it('is tried again after it failed', async () => {
      let tries = 0
      const life = lifecycle({
        id: 'p',
        open: async () => {
          tries += 1
          if (tries === 1) throw new SecretsError('UNAVAILABLE', 'down')
          return 'open'
        },
      })
      const both = await Promise.all([codeOf(run(life, () => {})), codeOf(run(life, () => {}))])
      expect(both).to.deep.equal(['UNAVAILABLE', 'UNAVAILABLE'])
      expect(await life.about('get', 'db', undefined, (resource) => resource)).to.equal('open')
      expect(tries).to.equal(2)
    })
  })

  describe('closing', () => {
    it('waits for calls under way, lets no others in, and closes what was opened, once', async () => {
      const closed: string[] = []
      const life = lifecycle({ id: 'p', open: async () => 'it', close: (it) => void closed.push(it) })
      const slow = gate<string>()
      const under = run(life, () => slow.promise)
      await settle()
      const closing = life.close()
      expect(life.close()).to.equal(closing)
      expect(await codeOf(run(life, () => 'late'))).to.equal('CLOSED')
      await settle()
      expect(closed).to.deep.equal([])
      slow.resolve('done')
      expect(await under).to.equal('done')
      await closing
      expect(closed).to.deep.equal(['it'])
    })

    it('does not open what nobody used', async () => {
      let touched = false
      const touch = () => {
        touched = true
      }
      const life = lifecycle({ id: 'p', open: async () => touch(), close: touch })
      await life.close()
      expect(touched).to.equal(false)
    })

    it('waits no more for what everybody has given up', async () => {
      const life = lifecycle({ id: 'p' })
      const controller = new AbortController()
      const call = codeOf(life.about('get', 'db', { signal: controller.signal }, () => gate<void>().promise))
      await settle()
      controller.abort()
      expect(await call).to.equal('ABORTED')
      await life.close()
    })

    it('neither waits for an opening that nobody waits for, nor tells of its failure, and closes what comes of it', async () => {
      for (const ends of ['never', 'badly', 'well']) {
        const opening = gate<string>()
        const closed: string[] = []
        const life = lifecycle({ id: 'p', open: () => opening.promise, close: (it) => void closed.push(it) })
        const controller = new AbortController()
        const call = codeOf(life.about('get', 'db', { signal: controller.signal }, () => {}))
        await settle()
        controller.abort()
        await call
        await life.close()
        if (ends === 'badly') opening.reject(new Error('no'))
        if (ends === 'well') opening.resolve('late')
        await settle()
        expect(closed).to.deep.equal(ends === 'well' ? ['late'] : [])
      }
      expect(unhandled).to.deep.equal([])
    })

    it('tells what went wrong in it, without its words', async () => {
      const canary = newCanary()
      const life = lifecycle({
        id: 'p',
        close: () => {
          throw new Error(canary)
        },
      })
      await run(life, () => {})
      const error: unknown = await life.close().catch((thrown: unknown) => thrown)
      expect(error).to.include({ code: 'INTERNAL', operation: 'close' })
      expectNoTrace(canary, error)
    })

    it('waits for a call that fails, too', async () => {
      const life = lifecycle({ id: 'p' })
      const slow = gate<string>()
      const under = codeOf(run(life, () => slow.promise))
      await settle()
      const closing = life.close()
      slow.reject(new SecretsError('TIMEOUT', 'x'))
      await closing
      expect(await under).to.equal('TIMEOUT')
    })
  })

  describe('giving up', () => {
    it('is ABORTED at once, with what can be told of the reason, and tells the work', async () => {
      const life = lifecycle({ id: 'p' })
      const controller = new AbortController()
      let signal: AbortSignal | undefined
      const call = life.about('get', 'db', { signal: controller.signal }, (_, given) => {
        signal = given
        return gate<void>().promise
      })
      await settle()
      const canary = newCanary()
      controller.abort(new RangeError(canary))
      const error: unknown = await call.catch((thrown: unknown) => thrown)
      expect(error).to.include({ code: 'ABORTED', message: 'get of "db" was aborted', provider: 'p' })
      expect(error).to.have.nested.property('cause.name', 'RangeError')
      expectNoTrace(canary, error)
      expect(signal?.aborted).to.equal(true)
    })

    it('is ABORTED without any work where the signal has aborted before', async () => {
      let worked = false
      const call = lifecycle({ id: 'p' }).run('list', { signal: AbortSignal.abort() }, () => {
        worked = true
      })
      expect(await codeOf(call)).to.equal('ABORTED')
      expect(worked).to.equal(false)
    })

    it('is TIMEOUT once the time has passed, and not before', async () => {
      const clock = manualClock()
      const life = lifecycle({ id: 'p', clock })
      const slow = gate<string>()
      const late = codeOf(life.about('get', 'db', { timeoutMs: 10 }, () => gate<void>().promise))
      const inTime = life.about('get', 'db', { timeoutMs: 10 }, () => slow.promise)
      await clock.advance(9)
      slow.resolve('done')
      expect(await inTime).to.equal('done')
      await clock.advance(1)
      expect(await late).to.equal('TIMEOUT')
    })

    it('never happens for a time without end', async () => {
      const clock = manualClock()
      const slow = gate<string>()
      const call = lifecycle({ id: 'p', clock }).about(
        'get',
        'db',
        { timeoutMs: Number.POSITIVE_INFINITY },
        () => slow.promise,
      )
      await clock.advance(2 ** 40)
      slow.resolve('done')
      expect(await call).to.equal('done')
    })

    for (const timeoutMs of [0, -1, Number.NaN]) {
      it(`is INVALID_ARGUMENT for a time of ${timeoutMs}`, async () => {
        expect(await codeOf(lifecycle({ id: 'p' }).about('get', 'db', { timeoutMs }, () => {}))).to.equal(
          'INVALID_ARGUMENT',
        )
      })
    }

    it('leaves nobody behind who rejects unheard', async () => {
      const life = lifecycle({ id: 'p' })
      const controller = new AbortController()
      const slow = gate<void>()
      const call = codeOf(
        life.about('get', 'db', { signal: controller.signal, timeoutMs: 1e6 }, () => slow.promise),
      )
      await settle()
      controller.abort()
      slow.reject(new Error('too late'))
      expect(await call).to.equal('ABORTED')
      await settle()
      expect(unhandled).to.deep.equal([])
    })
  })

  describe('telling', () => {
    it('says whose call it was, about what', async () => {
      const life = lifecycle({ id: 'p' })
      const fail = () => {
        throw new SecretsError('NOT_FOUND', 'no')
      }
      const error: unknown = await life
        .read('get', { name: 'db', key: 'k' }, undefined, fail)
        .catch((thrown: unknown) => thrown)
      expect(error).to.include({ code: 'NOT_FOUND', provider: 'p', operation: 'get', secretName: 'db' })
    })

    it('leaves what an error says already', async () => {
      const told = new SecretsError('NOT_FOUND', 'no', {
        provider: 'q',
        operation: 'describe',
        secretName: 'other',
      })
      const error: unknown = await run(lifecycle({ id: 'p' }), () => Promise.reject(told)).catch(
        (thrown: unknown) => thrown,
      )
      expect(error).to.equal(told)
    })

    it('makes INTERNAL of any other error, without its words', async () => {
      const canary = newCanary()
      for (const thing of [new RangeError(`bad\n${canary}`), canary, { canary }, undefined]) {
        const error: unknown = await run(lifecycle({ id: 'p' }), () => Promise.reject(thing)).catch(
          (thrown: unknown) => thrown,
        )
        expect(error).to.include({ code: 'INTERNAL', provider: 'p', operation: 'get' })
        expectNoTrace(canary, error)
      }
    })

    it('refuses names before it opens anything', async () => {
      let opened = false
      const life = lifecycle({
        id: 'p',
        names: { maxLength: 3 },
        open: async () => {
          opened = true
        },
      })
      expect(await codeOf(life.about('put', 'four', undefined, () => {}))).to.equal('INVALID_NAME')
      expect(await codeOf(life.read('get', 'four', undefined, () => {}))).to.equal('INVALID_NAME')
      expect(opened).to.equal(false)
    })
  })
})
