import { lifecycle, SecretsError } from '@strongroom/core'
import { expect } from 'chai'
import { describe, it } from 'mocha'
import { expectNoTrace, newCanary } from 'strongroom-scripts/canary'
import { refusalOf } from './refusal.js'

const settled = () => new Promise((resolve) => setImmediate(resolve))

function watched() {
  const log: string[] = []
  const life = lifecycle({
    id: 'p',
    open: async () => 'it',
    close: (resource) => {
      log.push(`closed ${resource}`)
    },
  })
  return { log, life }
}

describe('closing', () => {
  it('closes what was opened, once, however often it is called', async () => {
    const { log, life } = watched()
    await life.about('get', 'db', undefined, () => 1)
    await Promise.all([life.close(), life.close()])
    await life.close()
    expect(log).to.deep.equal(['closed it'])
  })

  it('closes nothing where nothing was opened', async () => {
    const { log, life } = watched()
    await life.close()
    expect(log).to.deep.equal([])
  })

  it('closes nothing where opening failed', async () => {
    const log: string[] = []
    const open = () => Promise.reject(new SecretsError('UNAVAILABLE', 'down'))
    const life = lifecycle({ id: 'p', open, close: () => void log.push('closed') })
    await refusalOf(life.about('get', 'db', undefined, () => 1))
    await life.close()
    expect(log).to.deep.equal([])
  })

  it('needs no way to close', async () => {
    const life = lifecycle({ id: 'p' })
    await life.about('get', 'db', undefined, () => 1)
    await life.close()
  })

  it('waits for the calls inside, and lets no more in', async () => {
    const { log, life } = watched()
    const { promise, resolve } = Promise.withResolvers<string>()
    const inside = life.about('get', 'db', undefined, () => promise)
    const closing = life.close().then(() => log.push('done'))
    const late = await refusalOf(life.about('get', 'db', undefined, () => 1))
    expect(late).to.include({ code: 'CLOSED', provider: 'p', operation: 'get', secretName: 'db' })
    expect(await refusalOf(life.read('get', 'db', undefined, () => 1))).to.have.property('code', 'CLOSED')
    await settled()
    expect(log).to.deep.equal([])
    resolve('answer')
    expect(await inside).to.equal('answer')
    await closing
    expect(log).to.deep.equal(['closed it', 'done'])
  })

  it('waits for no call that its caller has given up', async () => {
    const { log, life } = watched()
    const controller = new AbortController()
    const { promise, reject } = Promise.withResolvers<string>()
    const inside = refusalOf(life.about('get', 'db', { signal: controller.signal }, () => promise))
    controller.abort()
    expect(await inside).to.have.property('code', 'ABORTED')
    await life.close()
    reject(new Error('too late'))
    await settled()
    expect(log).to.deep.equal(['closed it'])
  })

  it('waits for an opening under way', async () => {
    const opening = Promise.withResolvers<string>()
    const log: string[] = []
    const life = lifecycle({
      id: 'p',
      open: () => opening.promise,
      close: (resource) => void log.push(`closed ${resource}`),
    })
    const first = life.about('get', 'db', undefined, (resource) => resource)
    const closing = life.close()
    opening.resolve('late')
    expect(await first).to.equal('late')
    await closing
    expect(log).to.deep.equal(['closed late'])
  })

  it('rejects with a SecretsError where closing fails, every time', async () => {
    const canary = newCanary()
    const close = () => Promise.reject(new Error(canary))
    const life = lifecycle({ id: 'p', close })
    await life.about('get', 'db', undefined, () => 1)
    for (const closing of [life.close(), life.close()]) {
      const error = await refusalOf(closing)
      expect(error).to.include({ code: 'INTERNAL', provider: 'p', operation: 'close' })
      expectNoTrace(canary, error)
    }
  })
})
