import { inspect } from 'node:util'
import { expect } from 'chai'
import fc from 'fast-check'
import { describe, it } from 'mocha'
import { expectNoTraceIn, newCanary } from 'strongroom-scripts/canary'
import { operations } from '#operations/index'
import { served } from '../served.js'
import { anyJson, structured } from '../shapes/any-input.js'
import type { WireAnswer } from '../wire.js'

const canary = newCanary()
const runs = 200
const atOnce = 50

/** Those whose business it is to tell values. */
const telling = ['GetSecretValue', 'BatchGetSecretValue']

const operationNames = operations.map(({ name }) => name)
const anyOperation = fc.constantFrom(...operationNames)

const names = ['db', 'a', 'a/b'] as const
const ids = ['0'.repeat(32), '1'.repeat(32), '2'.repeat(64)] as const

/** Members that many an operation has, as they are when somebody means it: so that some get as far as the vault. */
const meant = fc
  .tuple(
    fc.record(
      {
        Name: fc.constantFrom(...names, 'a/b-c1d2e3'),
        SecretId: fc.constantFrom(...names, 'arn:aws:secretsmanager:us-east-1:000000000000:secret:a/b'),
        ClientRequestToken: fc.constantFrom(...ids),
        VersionStages: fc.array(fc.constantFrom('AWSCURRENT', 'AWSPENDING', 'mine'), { minLength: 1 }),
        VersionStage: fc.constantFrom('AWSCURRENT', 'AWSPREVIOUS', 'mine'),
        VersionId: fc.constantFrom(...ids),
        MoveToVersionId: fc.constantFrom(...ids),
        RemoveFromVersionId: fc.constantFrom(...ids),
        Tags: fc.array(fc.record({ Key: fc.constantFrom('a', 'aws:b', '__proto__'), Value: fc.string() })),
        TagKeys: fc.array(fc.constantFrom('a', '__proto__')),
        MaxResults: fc.constantFrom(1, 2),
      },
      { requiredKeys: ['Name', 'SecretId', 'ClientRequestToken', 'VersionStage', 'Tags', 'TagKeys'] },
    ),
    fc.constantFrom(
      ...[
        {},
        { SecretString: canary },
        { SecretString: `${canary}2` },
        { SecretString: canary, SecretBinary: 'YQ==' },
      ],
      { SecretBinary: Buffer.from(canary).toString('base64') },
      { SecretIdList: names },
      { ForceDeleteWithoutRecovery: true },
    ),
  )
  .map(([some, more]) => ({ ...some, ...more }))

/** Values that are too much of something. */
const extreme = fc.oneof(
  fc.integer({ min: 1, max: 20_000 }).map((depth) => `${'['.repeat(depth)}${']'.repeat(depth)}`),
  fc.integer({ min: 1, max: 20_000 }).map((depth) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`),
  fc.integer({ min: 1, max: 70_000 }).map((length) => JSON.stringify('x'.repeat(length))),
  fc.constantFrom('1e999', '-1e999', '-0', '0.1', '1'.repeat(500), '9007199254740993', '1e-400'),
  fc.constantFrom('"\\u0000"', '"\\ud800"', '"\u2028"', '{"__proto__":{"a":1}}', '{"":null}', '[null]'),
)

const members = [
  ...new Set([...operations.flatMap(({ input }) => Object.keys(input.members)), '__proto__', 'then', '']),
]

/** A body and the operation that it is sent to: bytes, any JSON, and inputs that are nearly right. */
const call: fc.Arbitrary<readonly [operation: string, body: string | Uint8Array]> = fc.oneof(
  fc.tuple(anyOperation, fc.uint8Array({ maxLength: 200 })),
  fc.tuple(
    anyOperation,
    anyJson.map((value) => JSON.stringify(value)),
  ),
  {
    weight: 2,
    arbitrary: fc
      .constantFrom(...operations)
      .chain(({ name, input }) =>
        fc
          .tuple(structured(input), meant)
          .map(([any, right]) => [name, JSON.stringify({ ...Object(any), ...right })] as const),
      ),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(anyOperation, meant).map(([name, input]) => [name, JSON.stringify(input)] as const),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(
        anyOperation,
        meant,
        fc.nat(),
        fc.constantFrom('', '"', '\\', '{', ']', ',', ':', '\u0000', '\ud800', '9'),
      )
      .map(([name, input, at, other]) => [name, changed(JSON.stringify(input), at, other)] as const),
  },
  fc.tuple(anyOperation, fc.constantFrom(...members), extreme, meant).map(([name, member, value, rest]) => {
    const right = JSON.stringify({ ...rest, [member]: undefined })
    return [
      name,
      `{${JSON.stringify(member)}:${value}${right === '{}' ? '}' : `,${right.slice(1)}`}`,
    ] as const
  }),
)

describe('ten thousand bodies that are not what they should be', () => {
  it('are answered in JSON, never with a fault of ours, and never with a value', async function () {
    this.timeout('120s')
    await using own = await served()
    const { log, post } = own
    const statuses = new Set<number>()
    const bodies = fc.asyncProperty(
      fc.array(call, { minLength: atOnce, maxLength: atOnce }),
      async (calls) => {
        const answers = await Promise.all(
          calls.map(async ([operation, body]) => ({ operation, answer: await post(operation, body) })),
        )
        for (const { operation, answer } of answers) {
          statuses.add(answer.status)
          expectOrdinary(operation, answer)
        }
        const quiet = answers.filter(({ operation }) => !telling.includes(operation))
        expectNoTraceIn(canary, quiet.map(({ answer }) => answer.text).join('\n'), 'the answers')
      },
    )
    await fc.assert(bodies, { numRuns: runs })
    expect(log.requests).to.have.length.at.least(runs * atOnce)
    expect(log.errors).to.deep.equal([])
    expectNoTraceIn(
      canary,
      inspect(log.told, { depth: 20, maxArrayLength: null, maxStringLength: null }),
      'the log',
    )
    expect([...statuses].sort()).to.deep.equal([200, 400])
    expect((await post('ListSecrets')).status).to.equal(200)
  })
})

/** What answers nothing at all when it has succeeded. */
const bodiless = ['TagResource', 'UntagResource']

function expectOrdinary(operation: string, { status, headers, text }: WireAnswer): void {
  expect(headers['content-type']).to.equal('application/x-amz-json-1.1')
  if (status === 200 && bodiless.includes(operation)) {
    expect(text).to.equal('')
    return
  }
  const json: unknown = JSON.parse(text)
  if (status === 200) return
  expect(json)
    .to.have.property('__type')
    .that.matches(/^[A-Z][A-Za-z]+(Exception|Failure)$/)
  expect(status, operation).to.equal(400)
}

/** A text with another character, or none, in one place. */
function changed(text: string, at: number, other: string): string {
  const place = at % text.length
  return `${text.slice(0, place)}${other}${text.slice(place + 1)}`
}
