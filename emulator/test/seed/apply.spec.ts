import type { Content, Realm } from '@strongroom/vault'
import { expect } from 'chai'
import { describe, it } from 'mocha'
import { applySeeds, type SeedFacts, type SeedPort } from '#seed/apply'
import { parseSeed } from '#seed/parse-seed'
import type { Seed, SeedVersion } from '#seed/seed'
import { refusalOf } from '../refusal.js'

const home = { account: '000000000000', region: 'us-east-1' }

interface Kept {
  facts: SeedFacts
  labels: Map<string, Content>
  scheduled: boolean
}

/** A vault as far as seeding goes, with the labels of AWS, that notes what is written. */
function fakeVault() {
  const secrets = new Map<string, Kept>()
  const writes: string[] = []
  const at = ({ account, region }: Realm, name: string) => `${account} ${region} ${name}`
  const kept = (realm: Realm, name: string): Kept => {
    const found = secrets.get(at(realm, name))
    if (found === undefined) throw new Error(`there is no ${name}`)
    return found
  }
  const port: SeedPort = {
    async exists(realm, name) {
      const found = secrets.get(at(realm, name))
      if (found === undefined) return 'absent'
      return found.scheduled ? 'scheduled' : 'live'
    },
    read: async (realm, name, label) => kept(realm, name).labels.get(label),
    describe: async (realm, name) => kept(realm, name).facts,
    async create(realm, name, current, facts) {
      if (secrets.has(at(realm, name))) return false
      writes.push(current === undefined ? `create ${name}` : `create ${name} with a value`)
      const labels = new Map(current && [['AWSCURRENT', current.content]])
      secrets.set(at(realm, name), { facts, labels, scheduled: false })
      return true
    },
    async put(realm, name, { labels: asked, content }: SeedVersion) {
      writes.push(`put ${name} ${asked.join('+')}`)
      const { labels } = kept(realm, name)
      const wanted = labels.size === 0 ? [...new Set([...asked, 'AWSCURRENT'])] : asked
      const left = labels.get('AWSCURRENT')
      for (const label of wanted) labels.set(label, content)
      if (!wanted.includes('AWSCURRENT') || left === undefined) return
      if (!wanted.includes('AWSPREVIOUS')) labels.set('AWSPREVIOUS', left)
      if (labels.get('AWSPENDING') === left) labels.delete('AWSPENDING')
    },
    async update(realm, name, facts) {
      writes.push(`update ${name} ${Object.keys(facts).join('+')}`)
      const secret = kept(realm, name)
      secret.facts = { ...secret.facts, ...facts }
    },
    async tag(realm, name, tags) {
      writes.push(`tag ${name} ${tags.map(({ key }) => key).join('+')}`)
      const secret = kept(realm, name)
      const others = secret.facts.tags?.filter(({ key }) => tags.every((tag) => tag.key !== key)) ?? []
      secret.facts = { ...secret.facts, tags: [...others, ...tags] }
    },
  }
  const labels = (name: string, realm: Realm = home) =>
    Object.fromEntries(
      [...kept(realm, name).labels].map(([label, { bytes }]) => [label, Buffer.from(bytes).toString()]),
    )
  /** What was written since the last time. */
  const written = () => writes.splice(0)
  return { port, kept, labels, written }
}

const seedsOf = (source: string): Promise<readonly Seed[]> => parseSeed(source, 'yaml', 'f')

const text = (value: string): Content => ({ kind: 'text', bytes: Buffer.from(value) })

describe('applySeeds', () => {
  it('creates what is absent, and changes nothing when it is done again', async () => {
    const { port, labels, written } = fakeVault()
    const seeds = await seedsOf('secrets: {a: {value: x, description: d, tags: {k: v}}, b: {description: e}}')
    const realm = home
    expect(await applySeeds(seeds, port, home)).to.deep.equal([
      { name: 'a', realm, outcome: 'created' },
      { name: 'b', realm, outcome: 'created' },
    ])
    expect(labels('a')).to.deep.equal({ AWSCURRENT: 'x' })
    expect(labels('b')).to.deep.equal({})
    expect(written()).to.deep.equal(['create a with a value', 'create b'])
    expect(await applySeeds(seeds, port, home)).to.deep.equal([
      { name: 'a', realm, outcome: 'unchanged' },
      { name: 'b', realm, outcome: 'unchanged' },
    ])
    expect(written()).to.deep.equal([])
  })

  const states: readonly [title: string, versions: string, labels: Readonly<Record<string, string>>][] = [
    ['one value', '[{value: x, labels: [AWSCURRENT]}]', { AWSCURRENT: 'x' }],
    [
      'a previous one',
      '[{value: o, labels: [AWSPREVIOUS]}, {value: n, labels: [AWSCURRENT]}]',
      { AWSPREVIOUS: 'o', AWSCURRENT: 'n' },
    ],
    [
      'a previous one, said last',
      '[{value: n, labels: [AWSCURRENT]}, {value: o, labels: [AWSPREVIOUS, mine]}]',
      { AWSPREVIOUS: 'o', AWSCURRENT: 'n', mine: 'o' },
    ],
    [
      'a pending one, said first',
      '[{value: p, labels: [AWSPENDING]}, {value: n, labels: [AWSCURRENT]}]',
      { AWSPENDING: 'p', AWSCURRENT: 'n' },
    ],
    [
      'one of each',
      '[{value: b, labels: [blue]}, {value: o, labels: [AWSPREVIOUS]}, {value: n, labels: [AWSCURRENT]}, {value: p, labels: [AWSPENDING]}]',
      { blue: 'b', AWSPREVIOUS: 'o', AWSCURRENT: 'n', AWSPENDING: 'p' },
    ],
    [
      'the same value everywhere',
      '[{value: x, labels: [AWSPREVIOUS]}, {value: x, labels: [AWSCURRENT]}, {value: x, labels: [AWSPENDING]}]',
      { AWSPREVIOUS: 'x', AWSCURRENT: 'x', AWSPENDING: 'x' },
    ],
    [
      'several labels on one version',
      '[{value: x, labels: [AWSCURRENT, AWSPENDING, mine]}]',
      { AWSCURRENT: 'x', AWSPENDING: 'x', mine: 'x' },
    ],
  ]
  /** What may have become of the labels meanwhile. */
  const histories: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    'a new secret': {},
    'another current value': { AWSCURRENT: 'X' },
    'a rotation': { AWSCURRENT: 'X', AWSPREVIOUS: 'n' },
    'a roll-back': { AWSCURRENT: 'o', AWSPREVIOUS: 'n' },
    'a lost previous value': { AWSCURRENT: 'n', AWSPREVIOUS: 'X' },
    'a lost label': { AWSCURRENT: 'x', mine: 'X', AWSPENDING: 'X', blue: 'X' },
  }
  for (const [title, versions, wanted] of states) {
    for (const [history, meanwhile] of Object.entries(histories)) {
      it(`leaves labels where the file says, and once only: ${title}, after ${history}`, async () => {
        const { port, kept, labels, written } = fakeVault()
        const seeds = await seedsOf(`secrets: {a: {versions: ${versions}}}`)
        if (history !== 'a new secret') {
          await applySeeds(seeds, port, home)
          for (const [label, value] of Object.entries(meanwhile))
            kept(home, 'a').labels.set(label, text(value))
        }
        await applySeeds(seeds, port, home)
        expect(labels('a')).to.include(wanted)
        if (history === 'a new secret') expect(labels('a')).to.deep.equal(wanted)
        written()
        const [again] = await applySeeds(seeds, port, home)
        expect(again?.outcome).to.equal('unchanged')
        expect(written()).to.deep.equal([])
      })
    }
  }

  it('writes a version where a label reads otherwise, and says which', async () => {
    const { port, labels } = fakeVault()
    await applySeeds(await seedsOf('a: x'), port, home)
    const [result] = await applySeeds(await seedsOf('a: y'), port, home)
    expect(result).to.include({ outcome: 'updated', why: 'AWSCURRENT' })
    expect(labels('a')).to.deep.equal({ AWSCURRENT: 'y', AWSPREVIOUS: 'x' })
  })

  it('tells text from the same bytes', async () => {
    const { port, kept } = fakeVault()
    await applySeeds(await seedsOf('a: x'), port, home)
    await applySeeds(await seedsOf('secrets: {a: {binary: eA==}}'), port, home)
    expect(kept(home, 'a').labels.get('AWSCURRENT')?.kind).to.equal('binary')
  })

  it('keeps the previous value when another label of the current one is lost', async () => {
    const { port, kept, labels, written } = fakeVault()
    const seeds = await seedsOf('secrets: {a: {versions: [{value: x, labels: [AWSCURRENT, mine]}]}}')
    await applySeeds(seeds, port, home)
    kept(home, 'a').labels.set('AWSPREVIOUS', text('old')).delete('mine')
    written()
    await applySeeds(seeds, port, home)
    expect(written()).to.deep.equal(['put a mine'])
    expect(labels('a')).to.deep.equal({ AWSCURRENT: 'x', AWSPREVIOUS: 'old', mine: 'x' })
  })

  it('changes what the file says of a secret, and keeps what it does not speak of', async () => {
    const { port, kept, written } = fakeVault()
    await applySeeds(
      await seedsOf('secrets: {a: {value: x, description: d, kmsKeyId: k, tags: {t: 1, u: 2}}}'),
      port,
      home,
    )
    written()
    const changed = await seedsOf('secrets: {a: {value: x, description: e, tags: {u: 3, v: 4}}}')
    const [result] = await applySeeds(changed, port, home)
    expect(result).to.include({ outcome: 'updated', why: 'description, tags' })
    expect(written()).to.deep.equal(['update a description', 'tag a u+v'])
    expect(kept(home, 'a').facts).to.deep.include({ description: 'e', kmsKeyId: 'k' })
    expect((await applySeeds(changed, port, home))[0]?.outcome).to.equal('unchanged')
  })

  it('takes an empty description for none', async () => {
    const { port } = fakeVault()
    await applySeeds(await seedsOf('a: x'), port, home)
    const [result] = await applySeeds(await seedsOf('secrets: {a: {description: ""}}'), port, home)
    expect(result?.outcome).to.equal('unchanged')
  })

  it('restores nothing that is scheduled for deletion, and says so', async () => {
    const { port, kept, written } = fakeVault()
    await applySeeds(await seedsOf('a: x'), port, home)
    kept(home, 'a').scheduled = true
    written()
    const results = await applySeeds(await seedsOf('a: y'), port, home)
    expect(results).to.deep.equal([
      { name: 'a', realm: home, outcome: 'skipped', why: 'it is scheduled for deletion' },
    ])
    expect(written()).to.deep.equal([])
  })

  it('takes a secret that somebody else makes meanwhile as it is', async () => {
    const { port, labels, written } = fakeVault()
    const seeds = await seedsOf('secrets: {a: {value: x, description: d}}')
    const results = await Promise.all([applySeeds(seeds, port, home), applySeeds(seeds, port, home)])
    expect(results.flat().map(({ outcome }) => outcome)).to.deep.equal(['created', 'unchanged'])
    expect(labels('a')).to.deep.equal({ AWSCURRENT: 'x' })
    expect(written()).to.deep.equal(['create a with a value'])
  })

  it('seeds other realms where the file says so', async () => {
    const { port, labels } = fakeVault()
    const source = 'secrets: [{name: a, value: x}, {name: a, value: y, region: eu-west-3}]'
    await applySeeds(await seedsOf(source), port, home)
    expect(labels('a')).to.deep.equal({ AWSCURRENT: 'x' })
    expect(labels('a', { ...home, region: 'eu-west-3' })).to.deep.equal({ AWSCURRENT: 'y' })
  })

  it('writes nothing if two seeds turn out to be of one secret', async () => {
    const { port, written } = fakeVault()
    const seeds = await seedsOf('secrets: [{name: a, value: x}, {name: a, value: y, region: us-east-1}]')
    const { code, message } = await refusalOf(applySeeds(seeds, port, home))
    expect({ code, message }).to.deep.equal({ code: 'CONFIG', message: 'the secret a is seeded twice' })
    expect(written()).to.deep.equal([])
  })
})
