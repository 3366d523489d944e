import type { Part } from '../documents/part.js'
import { Place } from '../documents/place.js'
import { type DocumentFormat, readDocument, refuseTwice } from '../documents/read-document.js'
import { Problems } from '../problems.js'
import { readEnvFile } from './env-file.js'
import { fullSeeds, isFull } from './full.js'
import { plainSeeds } from './plain.js'
import type { Seed } from './seed.js'

export type SeedFormat = DocumentFormat | 'env'

/**
 * The secrets in the text of a seed file. Rejects with CONFIG, telling everything that is wrong at once by `file`, line
 * and key, and quoting no value.
 */
export async function parseSeed(text: string, format: SeedFormat, file: string): Promise<readonly Seed[]> {
  const problems = new Problems()
  const seeds = await seedsIn(text, format, file, problems)
  problems.refuse()
  return seeds
}

/** The same for one file of many, whose problems gather. */
export async function seedsIn(
  text: string,
  format: SeedFormat,
  file: string,
  problems: Problems,
): Promise<readonly Seed[]> {
  const place = new Place(file, problems)
  const content = await contentOf(text, format, file, problems)
  if (content === undefined) return []
  if (content.kind !== 'mapping') {
    place.complain(content, 'expected a mapping: of names to values, or with secrets')
    return []
  }
  return format !== 'env' && isFull(content) ? fullSeeds(content, place) : plainSeeds(content, place)
}

async function contentOf(
  text: string,
  format: SeedFormat,
  file: string,
  problems: Problems,
): Promise<Part | undefined> {
  if (format !== 'env') return readDocument(text, format, file, problems)
  const place = new Place(file, problems)
  const content = await readEnvFile(text, place)
  refuseTwice(content, place)
  return content
}
