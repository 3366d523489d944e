import path from 'node:path'
import { readText } from '../documents/read-text.js'
import { Problems } from '../problems.js'
import { type SeedFormat, seedsIn } from './parse-seed.js'
import { addressOf, type Seed } from './seed.js'

/**
 * The secrets in seed files, in the order of the files. Rejects with CONFIG, telling everything that is wrong in all of
 * them at once, if one cannot be read or understood, or if two have the same secret: each would undo the other.
 */
export async function readSeeds(files: readonly string[]): Promise<readonly Seed[]> {
  const problems = new Problems()
  const seeds: Seed[] = []
  const origins = new Map<string, string>()
  for (const file of files) {
    const here = await seedsOf(file, problems)
    for (const seed of here) {
      const other = origins.get(addressOf(seed))
      if (other !== undefined) problems.add(`${file}: the secret ${seed.name} is in ${other} as well`)
    }
    // Only now: what stands twice in one file has been told of by line.
    for (const seed of here) origins.set(addressOf(seed), file)
    seeds.push(...here)
  }
  problems.refuse()
  return seeds
}

async function seedsOf(file: string, problems: Problems): Promise<readonly Seed[]> {
  const format = formatOf(path.basename(file))
  if (format === undefined) {
    problems.add(`${file}: a seed file is called *.json, *.yaml, *.yml, *.env or .env.*`)
    return []
  }
  const text = await readText(file, problems)
  return text === undefined ? [] : seedsIn(text, format, file, problems)
}

function formatOf(name: string): SeedFormat | undefined {
  if (name.startsWith('.env.') || name.endsWith('.env')) return 'env'
  if (name.endsWith('.json')) return 'json'
  return /\.ya?ml$/.test(name) ? 'yaml' : undefined
}
