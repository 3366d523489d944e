import { SecretsError } from '@strongroom/core/parts'
import type { Content, Realm, Tag } from '@strongroom/vault'
import { isSame } from './content.js'
import { addressOf, type Seed, type SeedVersion } from './seed.js'

/** What seeding asks of a vault. */
export interface SeedPort {
  exists(realm: Realm, name: string): Promise<'live' | 'scheduled' | 'absent'>
  /** What a label sits on; undefined where it sits on nothing. */
  read(realm: Realm, name: string, label: string): Promise<Content | undefined>
  /** Of a secret that is live. */
  describe(realm: Realm, name: string): Promise<SeedFacts>
  /**
   * Makes a secret, with a value that is AWSCURRENT or without one. False, and nothing is changed, if there is one by now:
   * others may be seeding at the same time.
   */
  create(realm: Realm, name: string, current: SeedVersion | undefined, facts: SeedFacts): Promise<boolean>
  /**
   * Makes a version and puts these labels on it, wherever they sat before. If `id` already names a version with this
   * content, the labels move there; if with another content, it rejects with CONFIG.
   */
  put(realm: Realm, name: string, version: SeedVersion): Promise<void>
  /** Changes what is given, and nothing else. */
  update(realm: Realm, name: string, facts: Omit<SeedFacts, 'tags'>): Promise<void>
  /** Sets these tags and keeps the others. */
  tag(realm: Realm, name: string, tags: readonly Tag[]): Promise<void>
}

export interface SeedFacts {
  readonly description?: string | undefined
  readonly kmsKeyId?: string | undefined
  readonly tags?: readonly Tag[] | undefined
}

export interface Seeded {
  readonly name: string
  readonly realm: Realm
  readonly outcome: 'created' | 'updated' | 'unchanged' | 'skipped'
  /** What was changed, or why nothing was. */
  readonly why?: string | undefined
}

/**
 * Makes the vault hold what the seeds say, in `home` where they say nothing of a realm. To do it again changes nothing:
 * a version is written only where a label reads otherwise than the seed says, so that a value which came back to the
 * seed's by other means stays, too. What the seeds do not speak of stays as it is, and so does a secret that is scheduled
 * for deletion. Rejects with CONFIG, and writes nothing, if two seeds are of the same secret; and with CONFIG if a version
 * with an id holds another value than its seed says.
 */
export async function applySeeds(
  seeds: readonly Seed[],
  port: SeedPort,
  home: Realm,
): Promise<readonly Seeded[]> {
  const placed = seeds.map((seed) => {
    const { account = home.account, region = home.region } = seed.realm ?? {}
    return { ...seed, realm: { account, region } }
  })
  refuseTwice(placed)
  const results: Seeded[] = []
  for (const seed of placed)
    results.push({ name: seed.name, realm: seed.realm, ...(await applied(seed, port)) })
  return results
}

type Placed = Seed & { readonly realm: Realm }

/** Each would undo the other whenever they are applied. */
function refuseTwice(seeds: readonly Placed[]): void {
  const seen = new Set<string>()
  for (const seed of seeds) {
    const address = addressOf(seed)
    if (seen.has(address)) throw new SecretsError('CONFIG', `the secret ${seed.name} is seeded twice`)
    seen.add(address)
  }
}

async function applied(seed: Placed, port: SeedPort): Promise<Pick<Seeded, 'outcome' | 'why'>> {
  const { name, realm, description, kmsKeyId, tags } = seed
  const state = await port.exists(realm, name)
  if (state === 'scheduled') return { outcome: 'skipped', why: 'it is scheduled for deletion' }
  if (state === 'absent') {
    const made = await port.create(realm, name, firstOf(seed), { description, kmsKeyId, tags })
    if (!made) return applied(seed, port)
    await writeVersions(seed, port)
    return { outcome: 'created' }
  }
  const changed = [...(await writeFacts(seed, port)), ...(await writeVersions(seed, port))]
  return changed.length === 0 ? { outcome: 'unchanged' } : { outcome: 'updated', why: changed.join(', ') }
}

/**
 * The version to make a secret with, if AWSCURRENT is all that it starts with: whoever seeds the same at the same time then
 * finds no secret or a whole one, and does not put the value once more.
 */
function firstOf({ versions }: Seed): SeedVersion | undefined {
  const labelled = (label: string) => versions.find(({ labels }) => labels.includes(label))
  const first = labelled('AWSPREVIOUS') ?? labelled('AWSCURRENT')
  return first?.labels.length === 1 ? first : undefined
}

/** Writes what differs, and gives its names. */
async function writeFacts(
  { name, realm, tags = [], ...seed }: Placed,
  port: SeedPort,
): Promise<readonly string[]> {
  const there = await port.describe(realm, name)
  const facts = (['description', 'kmsKeyId'] as const).filter((fact) => {
    return seed[fact] !== undefined && seed[fact] !== (there[fact] ?? '')
  })
  if (facts.length > 0) {
    await port.update(realm, name, Object.fromEntries(facts.map((fact) => [fact, seed[fact]])))
  }
  const values = new Map(there.tags?.map(({ key, value }) => [key, value]))
  const missing = tags.filter(({ key, value }) => values.get(key) !== value)
  if (missing.length > 0) await port.tag(realm, name, missing)
  return missing.length > 0 ? [...facts, 'tags'] : facts
}

/**
 * Writes AWSPREVIOUS before AWSCURRENT, so that moving the one makes the other, and then what is left: AWSCURRENT drops
 * AWSPENDING from the version it leaves, and the first version of a secret is current whatever was asked.
 */
async function writeVersions({ name, realm, versions }: Placed, port: SeedPort): Promise<readonly string[]> {
  const written = new Set<SeedVersion>()
  const put = async (version: SeedVersion, labels: readonly string[]) => {
    await port.put(realm, name, { ...version, labels })
    written.add(version)
  }
  const reads = async (label: string, { content }: SeedVersion) => {
    const there = await port.read(realm, name, label)
    return there !== undefined && isSame(there, content)
  }
  const current = versions.find(({ labels }) => labels.includes('AWSCURRENT'))
  const previous = versions.find(({ labels }) => labels.includes('AWSPREVIOUS'))

  if (current !== undefined && !(await reads('AWSCURRENT', current))) {
    const makesPrevious =
      previous !== undefined && previous !== current && !(await reads('AWSCURRENT', previous))
    if (makesPrevious) await put(previous, previous.labels.map(asCurrent))
    await put(current, current.labels)
  }
  for (const version of versions) {
    // AWSCURRENT is right by now: to put it again would only push AWSPREVIOUS out.
    const others = version.labels.filter((label) => label !== 'AWSCURRENT')
    const right = await Promise.all(others.map((label) => reads(label, version)))
    if (right.includes(false)) await put(version, others)
  }
  return versions.filter((version) => written.has(version)).map(({ labels }) => labels.join(' and '))
}

function asCurrent(label: string): string {
  return label === 'AWSPREVIOUS' ? 'AWSCURRENT' : label
}
