import {
  type Json,
  memoryProvider,
  type ParsedRef,
  type SecretRef,
  SecretsError,
  type SecretsErrorCode,
  SecretValue,
} from '@strongroom/core'
import { type } from 'arktype'
import { expect } from 'chai'
import { describe, it } from 'mocha'
import * as v from 'valibot'
import { z } from 'zod'

/** Compiles where the two types are the same, and only there. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
function same<_ extends true>(): void {}

/** Type-checked, and never run. */
const unrun = (_: () => unknown): void => undefined

const value = new SecretValue('{"port":"5432"}', {
  name: 'db',
  versionId: 'v1',
  labels: [],
  createdAt: new Date(0),
  provider: 'memory',
})

describe('the types', () => {
  it('give what a schema gives out, not what it takes', async () => {
    const fromZod = await value.json(z.object({ port: z.coerce.number() }))
    same<Same<typeof fromZod, { port: number }>>()
    const fromValibot = await value.json(v.object({ port: v.pipe(v.string(), v.transform(Number)) }))
    same<Same<typeof fromValibot, { port: number }>>()
    const fromArktype = await value.json(type({ port: 'string.numeric.parse' }))
    same<Same<typeof fromArktype, { port: number }>>()
    const plain = value.json()
    same<Same<typeof plain, Json>>()
    expect([fromZod, fromValibot, fromArktype]).to.deep.equal([
      { port: 5432 },
      { port: 5432 },
      { port: 5432 },
    ])
  })

  it('take nothing but a schema for one', () => {
    // @ts-expect-error a plain object validates nothing
    unrun(() => value.json({ port: 'number' }))
    // @ts-expect-error nor does a function
    unrun(() => value.json((it: unknown) => it))
    // @ts-expect-error nor a JSON reviver's text
    unrun(() => value.json('port'))
  })

  it('take references with the members of one', () => {
    const good: SecretRef[] = [
      'db',
      { name: 'db' },
      { name: 'db', label: undefined, versionId: 'v', key: 'k' },
    ]
    // @ts-expect-error a reference needs a name
    const nameless: SecretRef = { label: 'AWSCURRENT' }
    // @ts-expect-error a version is told by versionId
    const strange: SecretRef = { name: 'db', version: 'v1' }
    // @ts-expect-error a key is one text
    const keys: SecretRef = { name: 'db', key: ['a', 'b'] }
    // @ts-expect-error absent members of a parsed reference are absent, not undefined
    const parsed: ParsedRef = { name: 'db', key: undefined }
    expect([...good, nameless, strange, keys, parsed]).to.have.length(7)
  })

  it('take values for a memory provider, and no lack of them', () => {
    unrun(() => memoryProvider({ text: 'x', bytes: new Uint8Array(), json: { a: [1, null, true] } }))
    // @ts-expect-error undefined is no value
    unrun(() => memoryProvider({ db: undefined }))
    // @ts-expect-error nor is a variable that may not be set
    unrun(() => memoryProvider({ db: process.env.DB }))
    // @ts-expect-error nor what JSON cannot hold
    unrun(() => memoryProvider({ db: new Date(0) }))
  })

  it('know the codes, and tell them apart', () => {
    const error: unknown = new SecretsError('NOT_FOUND', 'no')
    // @ts-expect-error no such code
    unrun(() => SecretsError.is(error, 'NOPE'))
    // @ts-expect-error no such code
    unrun(() => new SecretsError('NOPE', 'no'))
    if (!SecretsError.is(error, 'NOT_FOUND', 'TIMEOUT')) return expect.fail('it is one')
    const { code } = error
    same<Same<typeof code, 'NOT_FOUND' | 'TIMEOUT'>>()
    if (SecretsError.is(error)) same<Same<typeof error.code, 'NOT_FOUND' | 'TIMEOUT'>>()
    same<Same<SecretsError['code'], SecretsErrorCode>>()
    expect(code).to.equal('NOT_FOUND')
  })

  it('keep what is read from being written', () => {
    unrun(() => {
      // @ts-expect-error a value does not change its name
      value.name = 'other'
      // @ts-expect-error nor an error its code
      new SecretsError('TIMEOUT', 'late').code = 'CLOSED'
    })
  })

  it('give use() what its function gives', async () => {
    const size = value.use((bytes) => bytes.length)
    same<Same<typeof size, number>>()
    const later = value.use(async (bytes) => bytes.length)
    same<Same<typeof later, Promise<number>>>()
    expect(await later).to.equal(size)
  })
})
