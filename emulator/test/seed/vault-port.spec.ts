import { systemClock } from '@strongroom/core/parts'
import { memoryStore, Vault } from '@strongroom/vault'
import { expect } from 'chai'
import { describe, it } from 'mocha'
import { expectNoTraceIn, newCanary } from 'strongroom-scripts/canary'
import { applySeeds } from '#seed/apply'
import { parseSeed } from '#seed/parse-seed'
import { vaultPort } from '#seed/vault-port'
import { refusalOf } from '../refusal.js'

const home = { account: '000000000000', region: 'us-east-1' }
const id = (digit: number) => String(digit).repeat(32)

/** Emulators that use one folder have a vault each, over one store. */
function vaultsOver(count: number) {
  const store = memoryStore()
  const vaults = Array.from({ length: count }, () => new Vault(store, { clock: systemClock }))
  const [vault = expect.fail('there is none')] = vaults
  const seed = async (source: string) => {
    const seeds = await parseSeed(source, 'yaml', 'f')
    return Promise.all(vaults.map((each) => applySeeds(seeds, vaultPort(each), home)))
  }
  const values = async (name: string, labels: readonly string[]) => {
    const read = labels.map((label) => vault.peek(home, name, { label }))
    return (await Promise.all(read)).map(({ content }) => Buffer.from(content.bytes).toString())
  }
  return { vault, seed, values }
}

describe('seeding', () => {
  for (const [what, source, labels, values] of [
    ['a value', 'a: x', ['AWSCURRENT'], ['x']],
    [
      'a value with an id',
      versions(`{value: x, labels: [AWSCURRENT], id: '${id(1)}'}`),
      ['AWSCURRENT'],
      ['x'],
    ],
    [
      'a previous value',
      versions('{value: o, labels: [AWSPREVIOUS]}', '{value: n, labels: [AWSCURRENT]}'),
      ['AWSPREVIOUS', 'AWSCURRENT'],
      ['o', 'n'],
    ],
    [
      'one of each, with ids',
      versions(
        `{value: o, labels: [AWSPREVIOUS, mine], id: '${id(1)}'}`,
        `{value: n, labels: [AWSCURRENT, blue], id: '${id(2)}'}`,
        `{value: p, labels: [AWSPENDING], id: '${id(3)}'}`,
      ),
      ['AWSPREVIOUS', 'mine', 'AWSCURRENT', 'blue', 'AWSPENDING'],
      ['o', 'o', 'n', 'n', 'p'],
    ],
  ] as const) {
    it(`by many at once leaves what one alone would: ${what}`, async () => {
      const { vault, seed, values: read } = vaultsOver(8)
      await seed(source)
      expect(await read('a', labels)).to.deep.equal(values)
      const { labels: held } = await vault.describe(home, 'a')
      expect([...held.keys()]).to.have.members(labels)
    })
  }

  it('moves a label of a version that is there from wherever others put it meanwhile', async () => {
    const store = memoryStore()
    const others = new Vault(store, { clock: systemClock })
    let meddled = 0
    class Meddled extends Vault {
      override async moveLabel(...[realm, name, label, move]: Parameters<Vault['moveLabel']>) {
        if (meddled++ === 0) await others.moveLabel(realm, name, label, { to: id(3), from: id(2) })
        return super.moveLabel(realm, name, label, move)
      }
    }
    for (const digit of [1, 2, 3]) {
      const request = { token: id(digit), value: { text: String(digit) } }
      if (digit === 1) await others.create(home, { name: 'a', ...request })
      else await others.put(home, 'a', { ...request, labels: [digit === 2 ? 'mine' : 'blue'] })
    }
    const port = vaultPort(new Meddled(store, { clock: systemClock }))
    const content = { kind: 'text', bytes: Buffer.from('1') } as const
    await port.put(home, 'a', { id: id(1), labels: ['mine'], content })
    const { labels } = await others.describe(home, 'a')
    expect(labels.get('mine')).to.equal(id(1))
    expect(meddled).to.equal(2)
  })

  it('changes description, key and tags of what is there', async () => {
    const { vault, seed } = vaultsOver(1)
    await seed('secrets: {a: {value: x, description: d, tags: {t: 1}}}')
    await seed('secrets: {a: {value: x, description: e, kmsKeyId: k, tags: {u: 2}}}')
    const { description, kmsKeyId, tags } = await vault.describe(home, 'a')
    expect({ description, kmsKeyId, tags }).to.deep.equal({
      description: 'e',
      kmsKeyId: 'k',
      tags: [
        { key: 't', value: '1' },
        { key: 'u', value: '2' },
      ],
    })
  })

  it('refuses another value under the id of a version, names both and quotes neither value', async () => {
    const { seed } = vaultsOver(1)
    const [before, after] = [newCanary(), newCanary()]
    await seed(versions(`{value: ${before}, labels: [AWSCURRENT], id: '${id(1)}'}`))
    const error = await refusalOf(seed(versions(`{value: ${after}, labels: [AWSCURRENT], id: '${id(1)}'}`)))
    expect(error.code).to.equal('CONFIG')
    expect(error.message).to.equal(
      `the version ${id(1)} of the secret a holds another value than the seed file says`,
    )
    expect(error.hint).to.contain('another id')
    for (const canary of [before, after]) expectNoTraceIn(canary, error.message)
  })
})

function versions(...each: readonly string[]): string {
  return `secrets: {a: {versions: [${each.join(', ')}]}}`
}
