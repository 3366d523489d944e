import { type Health, memoryProvider, SecretsError, type SecretsProvider, unhealthy } from '@strongroom/core'
import { expect } from 'chai'
import { describe, it } from 'mocha'
import { expectNoTrace, newCanary } from 'strongroom-scripts/canary'
import { healthOfAll } from '#health'

const member = (id: string, health: () => Promise<Health>) => ({ ...memoryProvider({}, { id }), health })
const feeling = (id: string, status: Health['status']) => member(id, async () => ({ status, provider: id }))

describe('unhealthy', () => {
  it('says the code and the text of a refusal', () => {
    const error = new SecretsError('UNAVAILABLE', 'no route')
    const health = { status: 'unhealthy', provider: 'aws', code: 'UNAVAILABLE', detail: 'no route' }
    expect(unhealthy('aws', error)).to.deep.equal(health)
  })

  it('quotes nothing of a foreign error', () => {
    const canary = newCanary()
    const health = unhealthy('aws', new TypeError(canary))
    expect(health).to.include({ status: 'unhealthy', provider: 'aws', code: 'INTERNAL' })
    expect(health.detail).to.equal('provider "aws" failed in health with TypeError')
    expectNoTrace(canary, health)
  })
})

describe('the health of several providers', () => {
  const mixes: [Health['status'][], Health['status']][] = [
    [['healthy', 'healthy'], 'healthy'],
    [['unhealthy', 'unhealthy'], 'unhealthy'],
    [['healthy', 'unhealthy'], 'degraded'],
    [['healthy', 'degraded'], 'degraded'],
    [['degraded', 'degraded'], 'degraded'],
    [['degraded', 'unhealthy'], 'degraded'],
    [['unhealthy'], 'unhealthy'],
  ]
  for (const [each, whole] of mixes) {
    it(`is ${whole} of ${each.join(' and ')}`, async () => {
      const members = each.map((status, at) => feeling(`p${at}`, status))
      const health = await healthOfAll('chain', members)
      expect(health).to.include({ status: whole, provider: 'chain' })
      expect(health.members).to.deep.equal(each.map((status, at) => ({ status, provider: `p${at}` })))
    })
  }

  it('counts one that rejects, or throws, as unhealthy', async () => {
    const canary = newCanary()
    const rejecting = member('a', () => Promise.reject(new Error(canary)))
    const throwing = member('b', () => {
      throw new SecretsError('UNAVAILABLE', 'down')
    })
    const health = await healthOfAll('chain', [rejecting, throwing, feeling('c', 'healthy')])
    expect(health.status).to.equal('degraded')
    expect(health.members?.map(({ code }) => code)).to.deep.equal(['INTERNAL', 'UNAVAILABLE', undefined])
    expectNoTrace(canary, health)
  })

  it('asks every member with the bounds of the caller', async () => {
    const op = { timeoutMs: 5 }
    const seen: unknown[] = []
    const well = feeling('p', 'healthy')
    const asked: SecretsProvider = {
      ...well,
      health: (given) => {
        seen.push(given)
        return well.health()
      },
    }
    await healthOfAll('chain', [asked, asked], op)
    expect(seen.map((given) => (given as typeof op).timeoutMs)).to.deep.equal([5, 5])
  })
})
