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
