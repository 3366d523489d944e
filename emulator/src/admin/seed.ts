import { SecretsError } from '@strongroom/core/parts'
import type { DocumentFormat } from '../documents/read-document.js'
import { Problems } from '../problems.js'
import { parseSeed } from '../seed/parse-seed.js'
import { seedVault } from '../seed/seed-vault.js'
import { table } from '../settings/table.js'
import { queriedIn, refuse, textIn } from './asked.js'
import { AdminRefusal, type Route } from './route.js'

/** What curl calls a body whose type nobody has said is JSON as well. */
const formats: Readonly<Record<string, DocumentFormat>> = {
  '': 'json',
  'application/json': 'json',
  'application/x-www-form-urlencoded': 'json',
  'application/yaml': 'yaml',
  'application/x-yaml': 'yaml',
  'text/yaml': 'yaml',
}

const queries = ['account', 'region'] as const

export const seeding: Route = {
  method: 'POST',
  path: '/seed',
  summary: 'Makes secrets be what a seed file says.',
  changes: true,
  queries,
  largestBody: 64 * 1024 * 1024,
  async handle({ vault, log, home }, asked) {
    const { account = home.account, region = home.region } = queriedIn(asked, queries)
    const problems = new Problems()
    for (const [name, value] of Object.entries({ account, region } as const)) {
      const { accept, expects } = name === 'account' ? table.account : table.region
      if (accept(value) === undefined) problems.add(`"${name}" must be ${expects}`)
    }
    refuse(problems)
    const format = formats[asked.contentType]
    if (format === undefined) {
      throw new AdminRefusal(415, 'A seed is application/json or application/yaml.')
    }
    const text = textIn(asked.body)
    try {
      const seeds = await parseSeed(text, format, 'seed')
      const seeded = await seedVault(vault, seeds, { account, region }, log)
      return { body: { seeded: seeded.map(({ realm, ...rest }) => ({ ...realm, ...rest })) } }
    } catch (error) {
      if (!SecretsError.is(error, 'CONFIG')) throw error
      const mayBeYaml = format === 'json' && asked.contentType !== 'application/json' && !/^\s*{/.test(text)
      const hint = mayBeYaml ? '; YAML wants Content-Type: application/yaml' : ''
      throw new AdminRefusal(400, `${error.message}${hint}`)
    }
  },
}
