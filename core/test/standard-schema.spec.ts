import { SecretValue, type StandardSchema } from '@strongroom/core'
import { type as arktype } from 'arktype'
import { expect } from 'chai'
import { describe, it } from 'mocha'
import { expectNoTrace, newCanary } from 'strongroom-scripts/canary'
import * as v from 'valibot'
import { z } from 'zod'
import { isSchema } from '#standard-schema'
import { refusalOf } from './refusal.js'

const sealed = (content: unknown) =>
  new SecretValue(JSON.stringify(content), {
    name: 'db',
    versionId: 'v1',
    labels: [],
    createdAt: new Date(0),
    provider: 'memory',
  })

const refusal = (content: unknown, schema: StandardSchema) => refusalOf(sealed(content).json(schema))

describe('json with a schema', () => {
  it('gives what the schema makes of it, typed', async () => {
    const value = sealed({ port: '5432', host: 'h' })
    const zod = await value.json(z.object({ port: z.coerce.number() }))
    zod satisfies { port: number }
    const valibot = await value.json(v.object({ host: v.string() }))
    valibot satisfies { host: string }
    const ark = await value.json(arktype({ host: 'string' }))
    ark satisfies { host: string }
    expect([zod, valibot, ark.host]).to.deep.equal([{ port: 5432 }, { host: 'h' }, 'h'])
  })

  it('waits for a schema that takes its time', async () => {
    const schema = z.object({ a: z.string().refine(async (text) => text === 'x') })
    expect(await sealed({ a: 'x' }).json(schema)).to.deep.equal({ a: 'x' })
    expect((await refusal({ a: 'y' }, schema)).code).to.equal('SCHEMA')
  })

  it('is NOT_JSON before any schema is asked', async () => {
    const value = new SecretValue('x', {
      name: 'db',
      versionId: 'v',
      labels: [],
      createdAt: new Date(0),
      provider: 'm',
    })
    const error: unknown = await value.json(z.any()).catch((thrown: unknown) => thrown)
    expect(error).to.have.property('code', 'NOT_JSON')
  })

  it('says where it does not fit, and what was wanted, where the library tells that apart', async () => {
    const error = await refusal(
      { db: { port: 'x' }, list: [1] },
      z.object({ db: z.object({ port: z.number() }), list: z.array(z.string()) }),
    )
    expect(error).to.include({ code: 'SCHEMA', secretName: 'db', provider: 'memory' })
    expect(error.message).to.equal(
      'the value of "db" does not fit its schema at "db.port" (expected number), at "list.0" (expected string)',
    )
    expect((await refusal('x', v.object({}))).message).to.contain('at the top')
    expect((await refusal({ a: 1 }, v.object({ a: v.string() }))).message).to.contain(
      'at "a" (expected string)',
    )
    expect((await refusal({ a: 1 }, arktype({ a: 'string' }))).message).to.contain('at "a"')
  })

  const schemas: readonly [string, (canary: string) => StandardSchema][] = [
    ['zod: another type', () => z.object({ secret: z.number() })],
    ['zod: a literal', () => z.object({ secret: z.literal('x') })],
    ['zod: an enum', () => z.object({ secret: z.enum(['x', 'y']) })],
    ['zod: a format', () => z.object({ secret: z.email() })],
    ['zod: a pattern', () => z.object({ secret: z.string().regex(/^\d+$/) })],
    ['zod: a union', () => z.object({ secret: z.union([z.number(), z.literal('x')]) })],
    ['zod: a length', () => z.object({ secret: z.string().max(3) })],
    [
      'zod: a message that quotes',
      (canary) => z.object({ secret: z.string().refine(() => false, `not ${canary}`) }),
    ],
    ['valibot: another type', () => v.object({ secret: v.number() })],
    ['valibot: a literal', () => v.object({ secret: v.literal('x') })],
    ['valibot: a picklist', () => v.object({ secret: v.picklist(['x', 'y']) })],
    ['valibot: a pattern', () => v.object({ secret: v.pipe(v.string(), v.regex(/^\d+$/)) })],
    [
      'valibot: a message that quotes',
      (canary) =>
        v.object({
          secret: v.pipe(
            v.string(),
            v.check(() => false, canary),
          ),
        }),
    ],
    [
      'zod: a discriminated union',
      () => z.object({ secret: z.discriminatedUnion('k', [z.object({ k: z.literal('x') })]) }),
    ],
    ['arktype: a union of literals', () => arktype({ secret: "'a'|'b'" })],
    ['arktype: a union of formats', () => arktype({ secret: 'string.email|string.uuid' })],
    [
      'arktype: a narrowed text',
      () => arktype({ secret: arktype('string').narrow((text, ctx) => ctx.reject(`not ${text}`)) }),
    ],
    ['valibot: a union', () => v.object({ secret: v.union([v.number(), v.literal('x')]) })],
    ['arktype: another type', () => arktype({ secret: 'number' })],
    ['arktype: a literal', () => arktype({ secret: '"x"' })],
    ['arktype: a format', () => arktype({ secret: 'string.email' })],
    ['arktype: a length', () => arktype({ secret: 'string < 3' })],
    [
      'a schema that throws the value',
      (canary) => ({
        '~standard': {
          version: 1,
          vendor: 'x',
          validate: () => {
            throw new TypeError(`bad\n${canary}`)
          },
        },
      }),
    ],
    [
      'a schema that rejects with the value',
      (canary) => ({ '~standard': { version: 1, vendor: 'x', validate: () => Promise.reject(canary) } }),
    ],
  ]
  for (const [title, make] of schemas) {
    it(`does not tell the value of ${title}`, async () => {
      const canary = newCanary()
      const error = await refusal({ secret: canary }, make(canary))
      expect(error.code).to.equal('SCHEMA')
      expectNoTrace(canary, error)
    })
  }

  it("tells no key that may be the value's own", async () => {
    const canary = newCanary()
    for (const schema of [
      z.record(z.string(), z.string()),
      z.object({ map: z.record(z.string(), z.object({ port: z.string() })) }),
      v.record(v.string(), v.string()),
      arktype({ '[string]': 'string' }),
      z.record(z.string().max(3), z.number()),
    ]) {
      for (const content of [{ [canary]: 5 }, { map: { [canary]: { port: 5 } } }]) {
        const error: unknown = await sealed(content)
          .json(schema as StandardSchema)
          .catch((thrown: unknown) => thrown)
        expectNoTrace(canary, error)
      }
    }
    const map = z.object({ map: z.record(z.string(), z.object({ port: z.string() })) })
    const error = await refusal({ map: { [canary]: { port: 5 } } }, map)
    expect(error.message).to.contain('at "map.*.port" (expected string)')
  })

  it('tells no number but where there is a list, and no more places than can be read', async () => {
    const asMap = z.preprocess(
      (map) => new Map(Object.entries(map as object).map(([k, x]) => [Number(k), x])),
      z.map(z.number(), z.string()),
    )
    expect((await refusal({ 4711: 5 }, asMap)).message).to.not.contain('4711')
    const pins = z.object({ pins: z.array(z.number()) }).superRefine(({ pins }, context) => {
      context.addIssue({ code: 'custom', path: ['pins', pins[0] ?? 0] })
    })
    expect((await refusal({ pins: [4711] }, pins)).message).to.contain('at "pins.*"')
    const many = await refusal(
      Array.from({ length: 50 }, () => 5),
      z.array(z.string()),
    )
    expect(many.message).to.contain('at "19" (expected string), and 30 more')
    expect(many.message).to.not.contain('"20"')
  })

  it('tells no key where the schema throws at nothing', async () => {
    const canary = newCanary()
    const schema: StandardSchema = {
      '~standard': {
        version: 1,
        vendor: 'x',
        validate: (value) => {
          if (Object.keys(value as object).length === 0) throw new Error(canary)
          return { issues: [{ message: canary, path: [{ key: 'a' }, Symbol('b')] }] }
        },
      },
    }
    const error = await refusal({ a: 1 }, schema)
    expect(error.message).to.contain('at "*.*"')
    expectNoTrace(canary, error)
  })

  it('is SCHEMA where a schema answers nothing, or issues that cannot be read', async () => {
    const canary = newCanary()
    const issue = Object.defineProperty({}, 'path', {
      get() {
        throw new Error(canary)
      },
    })
    for (const answer of [undefined, null, 5, { issues: 5 }, { issues: [null] }, { issues: [issue] }]) {
      const schema = { '~standard': { version: 1, vendor: 'x', validate: () => answer } }
      const error = await refusal({ a: canary }, schema as never)
      expectNoTrace(canary, error)
    }
  })

  it('does not tell keys that a strict schema does not know', async () => {
    const canary = newCanary()
    for (const schema of [
      z.strictObject({ a: z.string() }),
      v.strictObject({ a: v.string() }),
      arktype({ a: 'string', '+': 'reject' }),
    ]) {
      const error = await refusal({ a: 'x', b: canary }, schema)
      expectNoTrace(canary, error)
    }
  })

  it('knows a schema from other options', () => {
    for (const schema of [z.string(), v.string(), arktype('string')]) expect(isSchema(schema)).to.equal(true)
    for (const other of [undefined, null, 'x', {}, { timeoutMs: 5 }, () => {}])
      expect(isSchema(other)).to.equal(false)
  })
})
