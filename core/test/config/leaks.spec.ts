import { randomBytes } from 'node:crypto'
import { inspect } from 'node:util'
import { expect } from 'chai'
import { describe, it } from 'mocha'
import { loadConfig } from '#config/load-config'
import { refusalOf } from '../refusal.js'
import { useFolder, withRest } from './folder.js'

/** Everything an error shows to whoever logs it, its causes included. */
function shown(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const own = Reflect.ownKeys(error).map((key) => String(Reflect.get(error, key)))
  const all = inspect(error, { depth: Number.POSITIVE_INFINITY, showHidden: true })
  return [
    error.message,
    error.stack,
    JSON.stringify(error),
    all,
    ...own,
    error.cause && shown(error.cause),
  ].join('\n')
}

describe('a secret by mistake', () => {
  const folder = useFolder()
  const canary = `canary${randomBytes(12).toString('hex')}`

  const mistakes: readonly [what: string, file: string, text: string][] = [
    ['an option in JSON', 'a.json', `{"providers": [{"kind": "file", "key": "${canary}"}]}`],
    ['an option in YAML', 'a.yaml', `providers:\n  - kind: file\n    passphrase: ${canary}\n`],
    [
      'an option in a module',
      'a.mjs',
      `export default { providers: [{ kind: 'file', apiToken: '${canary}' }] }`,
    ],
    [
      'a password in a URL',
      'a.json',
      `{"providers": [{"kind": "aws", "endpoint": "https://me:${canary}@host"}]}`,
    ],
    ['a key pair', 'a.yaml', `prefix: |\n  -----BEGIN PRIVATE KEY-----\n  ${canary}\n`],
    ['an age key', 'a.json', `{"writeTo": "AGE-SECRET-KEY-${canary}"}`],
    ['an age key as a key', 'a.json', `{"AGE-SECRET-KEY-${canary}": 1}`],
    ['the values of memory', 'a.json', `{"providers": [{"kind": "memory", "values": {"db": "${canary}"}}]}`],
    ['a text where an object belongs', 'a.json', `"${canary}"`],
    ['a text where a number belongs', 'a.json', `{"cache": {"ttlSeconds": "${canary}"}}`],
    ['a text where a list belongs', 'a.json', `{"next": "${canary}", "providers": "${canary}"}`],
    ['a code that is none', 'a.json', `{"next": ["${canary}"]}`],
    ['the id of nobody', 'a.json', `{"writeTo": "${canary}", "routes": {"": ["${canary}"]}}`],
    ['a profile that is none', 'a.json', `{"profile": "${canary}"}`],
    ['a prefix that is none', 'a.json', `{"prefix": "${canary} "}`],
    ['JSON that breaks off', 'a.json', `{"key": "${canary}`],
    ['JSON without quotes', 'a.json', `{"key": ${canary}}`],
    ['YAML that breaks off', 'a.yaml', `key: [${canary}, "${canary}\n`],
    ['YAML with a tag', 'a.yaml', `key: !${canary} 1\n`],
    ['YAML with an alias', 'a.yaml', `key: *${canary}\n`],
    ['YAML with a key twice', 'a.yaml', `${canary}: 1\n${canary}: 2\n`],
    [
      'a module that does not parse',
      'a.mjs',
      `const a = '${canary}'; const ${canary} = 1; const ${canary} = 2`,
    ],
    ['a module that throws', 'a.mjs', `throw new Error('${canary}', { cause: '${canary}' })`],
    ['a module that throws a text', 'a.mjs', `throw '${canary}'`],
    ['a function that rejects', 'a.mjs', `export default async () => JSON.parse('${canary}')`],
    ['a reference that is none', 'a.json', `{"providers": [{"kind": "file", "key": {"env": "${canary}!"}}]}`],
  ]
  for (const [what, file, text] of mistakes) {
    it(`is not shown by the refusal: ${what}`, async () => {
      await folder.write({ [file]: text })
      const error = await refusalOf(loadConfig({ file, cwd: folder.at(), env: {} }))
      expect(error.code).to.equal('CONFIG')
      expect(shown(error).includes(canary), 'the canary is in the error').to.equal(false)
    })
  }

  const variables = [
    'USE_AWS_SECRETS',
    'USE_SECRETS_MANAGER',
    'SECRETS_CACHE_TTL',
    'SECRET_CACHE_TTL',
    'STRONGROOM_PROFILE',
  ]
  for (const name of variables) {
    it(`is not shown by the refusal: the value of ${name}`, async () => {
      const error = await refusalOf(loadConfig({ cwd: folder.at(), env: { [name]: canary } }))
      expect(shown(error).includes(canary), 'the canary is in the error').to.equal(false)
    })
  }

  const inMemory = [
    `{"db": "${canary}"`,
    `["${canary}"]`,
    `"${canary}"`,
    canary,
    `{"db": ["${canary}"], "": 1}`,
  ]
  for (const [index, values] of inMemory.entries()) {
    it(`is not shown by the refusal: values for memory that do not fit (${index + 1})`, async () => {
      await folder.write({ 'a.json': { providers: [{ kind: 'memory', values: { env: 'VALUES' } }] } })
      const error = await refusalOf(loadConfig({ file: 'a.json', cwd: folder.at(), env: { VALUES: values } }))
      expect(shown(error).includes(canary), 'the canary is in the error').to.equal(false)
    })
  }

  it('is not shown by what was decided, nor by the options of a provider', async () => {
    const providers = [
      { kind: './my.mjs', key: { env: 'KEY' } },
      { kind: 'memory', values: { env: 'VALUES' } },
    ]
    await folder.write({
      'a.json': { providers },
      'my.mjs': `${withRest} export const createProvider = (options) => ({ ...rest, id: options.id, capabilities: {}, options })`,
    })
    const env = { KEY: canary, VALUES: `{"db": "${canary}"}` }
    const graph = await loadConfig({ file: 'a.json', cwd: folder.at(), env })
    const all = [inspect(graph, { depth: Number.POSITIVE_INFINITY, showHidden: true }), JSON.stringify(graph)]
    expect(all.join('\n').includes(canary), 'the canary is in the graph').to.equal(false)
  })
})
