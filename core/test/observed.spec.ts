import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { userInfo } from 'node:os'
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import {
  type AuditRecord,
  auditLines,
  callChannel,
  memoryProvider,
  observed,
  type SecretsProvider,
} from '@strongroom/core'
import { expect } from 'chai'
import { describe, it } from 'mocha'
import { settle } from './fake-provider.js'
import { callsAboutOne, recordingProvider } from './recording-provider.js'
import { codeOf } from './refusal.js'

function audited(provider: SecretsProvider = memoryProvider({ db: '{"password":"hunter2"}' })) {
  const records: AuditRecord[] = []
  const who = 'alice'
  const audit = (record: AuditRecord) => void records.push(record)
  return { records, provider: observed(provider, { audit, who, now: () => 0 }) }
}

const brief = ({ operation, name, outcome }: AuditRecord) => [operation, name, outcome]

describe('observed', () => {
  for (const [operation, call] of callsAboutOne) {
    it(`tells of ${operation}, whether it is done or refused`, async () => {
      const recording = recordingProvider()
      const { records, provider } = audited(recording)
      await call(provider, 'db')
      recording.failing = 'THROTTLED'
      expect(await codeOf(call(provider, 'db'))).to.equal('THROTTLED')
      expect(records.map(brief)).to.deep.equal([
        [operation, 'db', 'OK'],
        [operation, 'db', 'THROTTLED'],
      ])
      expect(recording.calls).to.have.lengthOf(2)
      expect(provider.counters()).to.deep.equal({ OK: 1, THROTTLED: 1 })
    })
  }

  it('says who, when, of whom and how long, and never the value', async () => {
    const { records, provider } = audited()
    await provider.get('db#password')
    const { durationMs, ...rest } = records[0] as AuditRecord
    expect(durationMs).to.be.a('number').and.at.least(0)
    expect(rest).to.deep.equal({
      time: '1970-01-01T00:00:00.000Z',
      who: 'alice',
      operation: 'get',
      name: 'db',
      provider: 'memory',
      outcome: 'OK',
    })
    await provider.put('db', 'hunter2')
    expect(JSON.stringify(records)).to.not.contain('hunter2')
  })

  it('tells of each name of getMany, with its own outcome', async () => {
    const { records, provider } = audited()
    await provider.getMany(['db', { name: 'none' }, 'db#other'])
    expect(records.map(brief)).to.deep.equal([
      ['getMany', 'db', 'OK'],
      ['getMany', 'none', 'NOT_FOUND'],
      ['getMany', 'db', 'KEY_NOT_FOUND'],
    ])
    await provider.close()
    records.length = 0
    expect(await codeOf(provider.getMany(['a', 'b']))).to.equal('CLOSED')
    expect(records.map(brief)).to.deep.equal([
      ['getMany', 'a', 'CLOSED'],
      ['getMany', 'b', 'CLOSED'],
    ])
  })

  it('tells nothing of what is no list of names, and refuses it as the provider does', async () => {
    const { records, provider } = audited()
    expect(await codeOf(provider.getMany(null as never))).to.equal('INVALID_ARGUMENT')
    expect(records).to.deep.equal([])
  })

  it('tells of list without a name', async () => {
    const { records, provider } = audited()
    await provider.list()
    expect(records[0]).to.not.have.property('name')
    expect(records[0]).to.include({ operation: 'list', outcome: 'OK' })
  })

  it('names the user of the process where nobody else is named', async () => {
    const records: AuditRecord[] = []
    await observed(memoryProvider({ db: 'x' }), { audit: (record) => void records.push(record) }).get('db')
    expect(records[0]?.who).to.equal(userInfo().username)
  })

  it('counts what a provider throws without care as INTERNAL', async () => {
    const recording = recordingProvider()
    recording.get = () => {
      throw new Error('careless')
    }
    const { records, provider } = audited(recording)
    await provider.get('db').catch(() => {})
    expect(records.map(brief)).to.deep.equal([['get', 'db', 'INTERNAL']])
  })

  it('publishes every call on its diagnostics channel, unless told not to', async () => {
    const heard: unknown[] = []
    const hear = (message: unknown) => heard.push(message)
    subscribe(callChannel, hear)
    try {
      await observed(memoryProvider({ db: 'hunter2' }, { id: 'loud' })).get('db')
      await observed(memoryProvider({ db: 'hunter2' }), { diagnostics: false }).get('db')
    } finally {
      unsubscribe(callChannel, hear)
    }
    expect(heard).to.have.lengthOf(1)
    expect(heard[0]).to.include({ operation: 'get', name: 'db', provider: 'loud', outcome: 'OK' })
    expect(JSON.stringify(heard)).to.not.contain('hunter2')
  })

  it('writes one line of JSON for each call', async () => {
    const stream = new PassThrough()
    const provider = observed(memoryProvider({ db: 'x' }), { audit: auditLines(stream), who: 'bob' })
    await provider.get('db')
    await provider.get('none').catch(() => {})
    stream.end()
    const lines = (await text(stream)).trimEnd().split('\n')
    expect(lines.map((line) => JSON.parse(line).outcome)).to.deep.equal(['OK', 'NOT_FOUND'])
  })

  for (const [how, fail] of [
    [
      'throws',
      () => {
        throw new RangeError('disk of hunter2 is full')
      },
    ],
    ['rejects', () => Promise.reject(new RangeError('disk of hunter2 is full'))],
  ] as const) {
    it(`goes on where the audit sink ${how}, warns once, and is degraded from then on`, async () => {
      const warnings: Error[] = []
      const hear = (warning: Error) => warnings.push(warning)
      process.on('warning', hear)
      const recording = recordingProvider('mine')
      const provider = observed(recording, { audit: fail })
      expect(await provider.health()).to.have.property('status', 'healthy')
      await provider.get('db')
      await provider.get('db')
      await settle()
      await settle()
      process.off('warning', hear)
      expect(warnings.map(({ message }) => message)).to.deep.equal([
        'the audit sink of provider "mine" failed with RangeError: records are lost',
      ])
      expect(await provider.health()).to.deep.equal({
        status: 'degraded',
        provider: 'mine',
        detail: 'the audit sink failed 2 times: records are lost',
      })
    })
  }

  it('leaves the health of a provider that is worse than its audit', async () => {
    const ill = memoryProvider()
    const provider = observed(ill, {
      audit: () => {
        throw new Error()
      },
    })
    await provider.get('db').catch(() => {})
    await provider.close()
    expect(await provider.health()).to.include({ status: 'unhealthy', code: 'CLOSED' })
    expect(await codeOf(provider.get('db'))).to.equal('CLOSED')
  })

  it('passes watch and close on', async () => {
    const recording = recordingProvider()
    const provider = observed(recording)
    provider.watch(['db'])
    await provider[Symbol.asyncDispose]()
    expect(recording.calls.map(([member]) => member)).to.deep.equal(['watch', 'close'])
  })
})
