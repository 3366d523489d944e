import { manualClock } from '@strongroom/core/parts'
import { memoryStore, type SecretKey, type Store, Vault } from '@strongroom/vault'
import { expect } from 'chai'
import { describe, it } from 'mocha'
import { agendaOf, noAgenda, type Rounds } from '#time/agenda'
import { recordingLog } from '../recording-log.js'

const noon = Date.UTC(2026, 0, 1, 12)
const day = 24 * 60 * 60 * 1000
const realm = { account: '000000000000', region: 'us-east-1' }

const roundsThat = (begin: Rounds['begin']): Rounds => ({
  begin,
  settled: async () => {},
  isFull: false,
  room: async () => {},
})

/** An agenda over secrets that are scheduled for deletion in so many days. */
async function setUp(
  days: Readonly<Record<string, number>>,
  begin: Rounds['begin'] = async () => {},
  wrapped: (store: Store) => Store = (store) => store,
) {
  const clock = manualClock(noon)
  const store = memoryStore()
  const vault = new Vault(wrapped(store), { clock })
  for (const [name, recoveryDays] of Object.entries(days)) {
    await vault.create(realm, { name })
    await vault.delete(realm, name, { recoveryDays })
  }
  const log = recordingLog()
  const begun: string[] = []
  const rounds = {
    begin: (key: SecretKey) => {
      begun.push(key.name)
      return begin(key)
    },
    settled: async () => {},
    isFull: false,
    room: async () => {},
  }
  const agenda = agendaOf(vault, rounds, log)
  return { clock, store, vault, log, begun, rounds, agenda }
}

describe('agendaOf', () => {
  it('tells when something is next to happen, and lets happen what is due and nothing else', async () => {
    const { clock, store, agenda, begun, log } = await setUp({ late: 30, early: 7, middle: 10 })
    expect(await agenda.next()).to.equal(noon + 7 * day)
    await agenda.happen()
    expect(begun).to.deep.equal([])
    await clock.advance(10 * day)
    await agenda.happen()
    expect(begun).to.deep.equal(['early', 'middle'])
    expect(await store.count()).to.equal(1)
    expect(await agenda.next()).to.equal(noon + 30 * day)
    expect(log.told).to.deep.equal([])
  })

  it('logs what fails by the name of its secret, and goes on with the others', async () => {
    const trouble = new Error('no disk')
    const { clock, store, agenda, log } = await setUp({ bad: 7, good: 8 }, undefined, (inner) => ({
      ...inner,
      async commit(changes) {
        if (changes.some(({ key, record }) => key.name === 'bad' && record === undefined)) throw trouble
        return inner.commit(changes)
      },
    }))
    await clock.advance(8 * day)
    await agenda.happen()
    expect(await store.count()).to.equal(1)
    expect(log.errors).to.deep.equal([
      { message: 'what is due for a secret could not be done', cause: trouble, facts: { secretName: 'bad' } },
    ])
    const refused = agenda.happen()
    expect(await refused.catch(String)).to.equal('Error: what is due could not be begun')
  })

  it('lets what takes its time wait where there is no room, and nothing else', async () => {
    const { clock, vault, store, agenda, rounds, begun } = await setUp({ going: 7 })
    await vault.create(realm, { name: 'rotated' })
    const request = { token: 't'.repeat(32), functionArn: 'f' }
    await vault.rotating.rotate(realm, 'rotated', request, async () => true)
    await clock.advance(7 * day)
    rounds.isFull = true
    expect(await agenda.happen()).to.equal(true)
    expect(begun).to.deep.equal(['going'])
    expect(await store.count()).to.equal(1)
    rounds.isFull = false
    await agenda.happen().catch(() => {})
    expect(begun).to.deep.equal(['going', 'rotated'])
  })

  it('rejects where all that is due stays so, instead of trying for ever', async () => {
    const { clock, vault, agenda, log } = await setUp({ a: 7 }, undefined, (inner) => ({
      ...inner,
      commit: async (changes) => changes.every(({ record }) => record !== undefined) && inner.commit(changes),
    }))
    await clock.advance(7 * day)
    expect(await vault.due(10)).to.have.lengthOf(1)
    expect(await agenda.happen().catch(String)).to.equal('Error: what is due could not be begun')
    expect(log.errors).to.deep.equal([])
  })

  it('is content where somebody else was first', async () => {
    let other: Vault | undefined
    const { clock, store, agenda } = await setUp({ a: 7 }, undefined, (inner) => ({
      ...inner,
      async due(now, limit) {
        const due = await inner.due(now, limit)
        if (limit > 1) await other?.sweep()
        return due
      },
    }))
    other = new Vault(store, { clock })
    await clock.advance(7 * day)
    await agenda.happen()
    expect(await store.count()).to.equal(0)
  })

  it('is content where a secret is due anew while it is looked at', async () => {
    const replicate = (vault: Vault, region: string) => vault.replicate(realm, 'a', { regions: [{ region }] })
    const clock = manualClock(noon)
    const vault = new Vault(memoryStore(), { clock })
    await vault.create(realm, { name: 'a' })
    await replicate(vault, 'eu-west-1')
    const begin = async () => void (await replicate(vault, 'eu-west-2'))
    const agenda = agendaOf(vault, roundsThat(begin), recordingLog())
    await agenda.happen()
    expect((await vault.describe(realm, 'a')).replicas?.map(({ status }) => status)).to.deep.equal([
      'InSync',
      'InProgress',
    ])
  })

  it('lets happen more than are looked at together', async () => {
    const names = Array.from({ length: 130 }, (_, i) => [`n${i}`, 7] as const)
    const { clock, store, agenda } = await setUp(Object.fromEntries(names))
    await clock.advance(7 * day)
    await agenda.happen()
    await agenda.happen()
    expect(await store.count()).to.equal(0)
  })
})

describe('noAgenda', () => {
  it('knows of nothing, and lets nothing happen', async () => {
    expect(await noAgenda.next()).to.equal(undefined)
    await noAgenda.happen()
    await noAgenda.settled()
  })
})
