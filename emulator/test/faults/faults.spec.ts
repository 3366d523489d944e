import { manualClock } from '@strongroom/core/parts'
import { expect } from 'chai'
import { describe, it } from 'mocha'
import type { FaultRule } from '#faults/fault'
import { ConnectionReset, Faults } from '#faults/faults'
import { Refused } from '#refusal'

const start = Date.UTC(2027, 0, 1)
const minute = 60_000
const arn = (name: string) => `arn:aws:secretsmanager:us-east-1:000000000000:secret:${name}-AbCdEf`

/** Faults on a clock that is turned by hand, which note what they tell and how long they sleep. */
function setUp(...rules: readonly FaultRule[]) {
  const clock = manualClock(start)
  const told: unknown[] = []
  const slept: number[] = []
  const faults = new Faults(
    clock,
    { warn: (message, facts) => told.push({ message, ...facts }) },
    async (ms) => {
      slept.push(ms)
    },
  )
  for (const rule of rules) faults.add(rule)
  const call = async (operation: string, ...secretIds: readonly string[]) => {
    try {
      return (await faults.strike({ operation, secretIds, requestId: 'r' })) ?? 'nothing'
    } catch (error) {
      if (error instanceof ConnectionReset) return error.name
      if (error instanceof Refused) return error.refusal.type
      throw error
    }
  }
  return { clock, faults, told, slept, call }
}

describe('faults', () => {
  for (const [fault, outcome] of [
    ['throttling', 'ThrottlingException'],
    ['internal-error', 'InternalServiceError'],
    ['kms-access-denied', 'AccessDeniedException'],
    ['decryption-failure', 'DecryptionFailure'],
    ['connection-reset', 'ConnectionReset'],
    ['half-answer', 'half-answer'],
    [{ kind: 'throttling' }, 'ThrottlingException'],
  ] as const) {
    it(`strike with ${JSON.stringify(fault)} as ${outcome}, say so, and count`, async () => {
      const { faults, told, call } = setUp({ fault })
      expect(await call('GetSecretValue', 'app/db')).to.equal(outcome)
      const kind = typeof fault === 'string' ? fault : fault.kind
      const facts = {
        fault: 'fault-1',
        kind,
        operation: 'GetSecretValue',
        secretName: 'app/db',
        requestId: 'r',
      }
      expect(told).to.deep.equal([{ message: 'a fault struck', ...facts }])
      expect(faults.list()[0]).to.include({ id: 'fault-1', struck: 1, over: false })
    })
  }

  it('strike the operation that they are for', async () => {
    const { call } = setUp({ operation: 'PutSecretValue', fault: 'throttling' })
    expect(await call('GetSecretValue', 'a')).to.equal('nothing')
    expect(await call('PutSecretValue', 'a')).to.equal('ThrottlingException')
  })

  it('strike the secrets whose names fit, by name and by ARN, and any of many', async () => {
    const { call } = setUp({ secretName: 'app/*', fault: 'throttling' })
    expect(await call('GetSecretValue', 'app/db')).to.equal('ThrottlingException')
    expect(await call('GetSecretValue', arn('app/db'))).to.equal('ThrottlingException')
    expect(await call('BatchGetSecretValue', 'other', 'app/db')).to.equal('ThrottlingException')
    expect(await call('GetSecretValue', 'other')).to.equal('nothing')
    expect(await call('GetSecretValue', arn('other'))).to.equal('nothing')
    expect(await call('ListSecrets')).to.equal('nothing')
  })

  for (const fault of ['kms-access-denied', 'decryption-failure'] as const) {
    it(`strike with ${fault} only where a value is read or written`, async () => {
      const { call } = setUp({ fault })
      for (const operation of ['GetSecretValue', 'PutSecretValue', 'CreateSecret', 'UpdateSecret']) {
        expect(await call(operation, 'a')).to.not.equal('nothing')
      }
      for (const operation of ['DescribeSecret', 'ListSecrets', 'DeleteSecret', 'TagResource']) {
        expect(await call(operation, 'a')).to.equal('nothing')
      }
    })

    it(`spoil with ${fault} single secrets of a batch, and not the batch`, async () => {
      const { call, faults } = setUp({ fault, secretName: 'a*' })
      expect(await call('BatchGetSecretValue', 'a', 'b')).to.equal('nothing')
      const spoiled = (name: string) =>
        faults.spoiled({ operation: 'BatchGetSecretValue', secretIds: [name], requestId: 'r' })
      expect(spoiled('a')?.refusal.status).to.equal(400)
      expect(spoiled('b')).to.equal(undefined)
      expect(faults.list()[0]?.struck).to.equal(1)
    })
  }

  it('end after so many times', async () => {
    const { call, faults } = setUp({ fault: 'throttling', times: 2 })
    const outcomes = [await call('ListSecrets'), await call('ListSecrets'), await call('ListSecrets')]
    expect(outcomes).to.deep.equal(['ThrottlingException', 'ThrottlingException', 'nothing'])
    expect(faults.list()[0]).to.include({ struck: 2, over: true, times: 2 })
  })

  for (const lasting of [{ for: '10m' }, { until: '2027-01-01T00:10:00Z' }]) {
    it(`end by the emulator's clock, ${JSON.stringify(lasting)}`, async () => {
      const { call, clock, faults } = setUp({ fault: 'throttling', ...lasting })
      expect(faults.list()[0]).to.include({ until: '2027-01-01T00:10:00.000Z', over: false })
      await clock.advance(10 * minute - 1)
      expect(await call('ListSecrets')).to.equal('ThrottlingException')
      await clock.advance(1)
      expect(await call('ListSecrets')).to.equal('nothing')
      expect(faults.list()[0]).to.include({ struck: 1, over: true })
    })
  }

  it('strike the same calls for a seed, about as many as is probable', async () => {
    const struck = async (seed: number) => {
      const { call } = setUp({ fault: 'throttling', probability: 0.25, seed })
      const outcomes = []
      for (let at = 0; at < 400; at++) outcomes.push(await call('ListSecrets'))
      return outcomes
    }
    const first = await struck(42)
    expect(await struck(42)).to.deep.equal(first)
    expect(await struck(43)).to.not.deep.equal(first)
    expect(first.filter((outcome) => outcome !== 'nothing').length).to.be.within(70, 130)
  })

  it('draw for the calls that fit only, so that others between them change nothing', async () => {
    const struck = async (between: boolean) => {
      const { call } = setUp({ operation: 'ListSecrets', fault: 'throttling', probability: 0.5, seed: 1 })
      const outcomes = []
      for (let at = 0; at < 50; at++) {
        outcomes.push(await call('ListSecrets'))
        if (between) await call('DescribeSecret', 'a')
      }
      return outcomes
    }
    expect(await struck(true)).to.deep.equal(await struck(false))
  })

  it('list the seed that was drawn where none was given, with which the same happens again', async () => {
    const { faults } = setUp({ fault: 'throttling' }, { fault: 'throttling' })
    const [one, other] = faults.list()
    expect(one?.seed).to.be.a('number').and.not.equal(other?.seed)
  })

  it('are late first, all latencies together, and then the first of the others strikes', async () => {
    const { call, slept, faults } = setUp(
      { fault: 'internal-error' },
      { fault: { kind: 'latency', ms: 200 } },
      { fault: 'throttling' },
      { fault: { kind: 'latency', ms: 50 } },
    )
    expect(await call('ListSecrets')).to.equal('InternalServiceError')
    expect(slept).to.deep.equal([250])
    expect(faults.list().map(({ struck }) => struck)).to.deep.equal([1, 1, 0, 1])
  })

  it('let a call that is only late go on', async () => {
    const { call, slept } = setUp({ fault: { kind: 'latency', ms: 5 } })
    expect(await call('ListSecrets')).to.equal('nothing')
    expect(slept).to.deep.equal([5])
  })

  it('are removed one by one, or all', async () => {
    const { call, faults } = setUp({ fault: 'throttling' }, { fault: 'internal-error' })
    expect(faults.remove('fault-1')).to.equal(true)
    expect(faults.remove('fault-1')).to.equal(false)
    expect(await call('ListSecrets')).to.equal('InternalServiceError')
    faults.clear()
    expect(faults.isEmpty).to.equal(true)
    expect(await call('ListSecrets')).to.equal('nothing')
    expect(faults.add({ fault: 'throttling' }).id).to.equal('fault-3')
  })

  const oneOf =
    '"fault" must be one of throttling, internal-error, kms-access-denied, decryption-failure, connection-reset, half-answer, or {"kind": "latency", "ms": 200} with at most 600000'
  const wrong: readonly [rule: object, problem: string][] = [
    [{}, oneOf],
    [{ fault: 'trottling' }, oneOf],
    [{ fault: 'latency' }, oneOf],
    [{ fault: { kind: 'latency', ms: -1 } }, oneOf],
    [{ fault: { kind: 'latency', ms: 600_001 } }, oneOf],
    [{ fault: { kind: 'throttling', ms: 1 } }, oneOf],
    [{ fault: { kind: 'throttling', more: 1 } }, oneOf],
    [
      { fault: 'throttling', operation: 'GetSecretValu' },
      '"operation" must be an operation of Secrets Manager; did you mean GetSecretValue?',
    ],
    [
      { fault: 'decryption-failure', operation: 'ListSecrets' },
      'ListSecrets never asks KMS: decryption-failure strikes BatchGetSecretValue, CreateSecret, GetSecretValue, PutSecretValue, UpdateSecret',
    ],
    [
      { fault: 'throttling', secretName: 'a b' },
      `"secretName" must be a secret's name, in which * stands for anything`,
    ],
    [{ fault: 'throttling', probability: 0 }, '"probability" must be a number above 0, and 1 at most'],
    [{ fault: 'throttling', probability: 1.1 }, '"probability" must be a number above 0, and 1 at most'],
    [{ fault: 'throttling', seed: 0.5 }, '"seed" must be a whole number from 0 to 4294967295'],
    [{ fault: 'throttling', times: 0 }, '"times" must be a whole number from 1 on'],
    [{ fault: 'throttling', for: 'long' }, '"for" must be a duration such as "10m" or "1h 30m"'],
    [{ fault: 'throttling', until: 'later' }, '"until" must be a time such as "2027-01-01T00:00:00Z"'],
    [
      { fault: 'throttling', for: '1m', until: '2027-01-01T00:00:00Z' },
      '"for" and "until" say the same: give one',
    ],
    [{ fault: 'throttling', time: 1 }, 'there is no member "time"; did you mean times?'],
    [
      { fault: 'throttling', times: 0, seed: -1 },
      '2 problems:\n"times" must be a whole number from 1 on\n"seed" must be a whole number from 0 to 4294967295',
    ],
  ]
  for (const [rule, problem] of wrong) {
    it(`refuse ${JSON.stringify(rule)}`, () => {
      const { faults } = setUp()
      // As a program in JavaScript may pass it.
      expect(() => Reflect.apply(faults.add, faults, [rule])).to.throw(TypeError, `faults.add: ${problem}`)
      expect(faults.isEmpty).to.equal(true)
    })
  }
})
