import { expect } from 'chai'
import { describe, it } from 'mocha'
import { expectFrameworkRefusal, expectRefusal, expectViolations, missingToken } from '../refusals.js'
import { served as ownServed, useServed } from '../served.js'
import type { WireAnswer } from '../wire.js'

const serialization = { status: 400, json: { __type: 'SerializationException' } }
const unknown = { status: 400, json: { __type: 'UnknownOperationException' } }

const refusal = ({ status, json }: WireAnswer) => ({ status, json })

describe('the pipeline', () => {
  const serve = useServed()

  for (const target of [
    undefined,
    '',
    'GetSecretValue',
    'secretsmanager.',
    'secretsmanager.getSecretValue',
    'secretsmanager.GetSecretValue ',
    'secretsmanager.GetSecretValueX',
    'SecretsManager.GetSecretValue',
    'secretsmanager.Get.SecretValue',
    'secretsmanager.constructor',
    'secretsmanager.__proto__',
    'DynamoDB_20120810.ListTables',
  ]) {
    it(`knows no operation by ${target === undefined ? 'no X-Amz-Target' : `X-Amz-Target "${target}"`}`, async () => {
      const { post } = await serve()
      // Node.js trims headers, as HTTP has it.
      const answer = await post('', {}, { headers: { 'X-Amz-Target': target } })
      if (target?.endsWith(' ')) expect(answer.json.__type).to.equal('ValidationException')
      else expect(refusal(answer)).to.deep.equal(unknown)
    })
  }

  for (const [what, body] of [
    ['no body', ''],
    ['white space', ' \n'],
    ['text', 'SecretId=db'],
    ['half of an object', '{"SecretId":"db"'],
    ['two objects', '{}{}'],
    ['single quotes', "{'SecretId':'db'}"],
    ['a trailing comma', '{"SecretId":"db",}'],
    ['a number that is none', '{"MaxResults":NaN}'],
    ['a byte order mark', '\ufeff{"SecretId":"db"}'],
    ['a text', '"db"'],
    ['a number', '5'],
    ['true', 'true'],
    ['null', 'null'],
    ['bytes that are no UTF-8', Buffer.from('7b225365637265744964223a22ff227d', 'hex')],
    ['a text cut within a character', Buffer.from('{"SecretId":"ä"}').subarray(0, 14)],
    ['half of a surrogate pair as an escape', '{"SecretId":"\\ud83d"}'],
  ] as const) {
    it(`cannot read ${what}, and says no more than that`, async () => {
      const { post } = await serve()
      expect(refusal(await post('GetSecretValue', body))).to.deep.equal(serialization)
    })
  }

  it('names what it found in place of an object if it is a list', async () => {
    const { post } = await serve()
    await expectRefusal(
      post('GetSecretValue', '[]'),
      'SerializationException',
      'Start of list found where not expected',
    )
  })

  it('takes the last of two members with the same name, and white space around the object', async () => {
    const { post } = await serve()
    await post('CreateSecret', { Name: 'twice', ClientRequestToken: 'a'.repeat(32) })
    const { status } = await post('DescribeSecret', ' \r\n{"SecretId":"none","SecretId":"twice"}\t\n')
    expect(status).to.equal(200)
  })

  it('does not mind any Content-Type, or none', async () => {
    const { post } = await serve()
    for (const type of [undefined, 'application/json', 'text/plain', 'application/x-www-form-urlencoded']) {
      const { status } = await post('ListSecrets', {}, { headers: { 'Content-Type': type } })
      expect(status).to.equal(200)
    }
  })

  describe('refuses in this order', () => {
    const wrong = { ClientRequestToken: 5, Name: '' }
    const steps: readonly (readonly [string, string, unknown, object, string])[] = [
      ['the operation', 'NoOperation', wrong, { Authorization: undefined }, 'UnknownOperationException'],
      [
        'who asks',
        'CreateSecret',
        wrong,
        { Authorization: undefined },
        'MissingAuthenticationTokenException',
      ],
      ['JSON', 'CreateSecret', '{', {}, 'SerializationException'],
      ['types', 'CreateSecret', wrong, {}, 'SerializationException'],
      ['constraints', 'CreateSecret', { Name: '' }, {}, 'ValidationException'],
      ['the token', 'CreateSecret', { Name: 'no name?' }, {}, 'InvalidRequestException'],
      [
        'what a read-only emulator refuses',
        'CreateSecret',
        token({ Name: 'no name?' }),
        {},
        'AccessDeniedException',
      ],
    ]
    const readOnly = useServed({ readOnly: true })

    for (const [step, operation, body, headers, type] of steps) {
      it(step, async () => {
        const { post } = await readOnly()
        const { status, json } = await post(operation, body, { headers: { ...headers } })
        expect(status).to.equal(400)
        expect(json.__type).to.equal(type)
      })
    }

    it('the name', async () => {
      const { post } = await serve()
      const { json } = await post(
        'CreateSecret',
        token({ Name: 'no name?', SecretString: 'a', SecretBinary: 'YQ==' }),
      )
      expect(json.__type).to.equal('ValidationException')
    })

    it('existence before values', async () => {
      const { post } = await serve()
      const { json } = await post('PutSecretValue', token({ SecretId: 'nobody' }))
      expect(json.__type).to.equal('ResourceNotFoundException')
    })

    it('deletion before values', async () => {
      const { post } = await serve()
      await post('CreateSecret', token({ Name: 'scheduled' }))
      await post('DeleteSecret', { SecretId: 'scheduled' })
      const { json } = await post('PutSecretValue', token({ SecretId: 'scheduled' }))
      expect(json.Message).to.match(/was marked for deletion\.$/)
    })
  })

  it('misses a token of null as it misses none', async () => {
    const { post } = await serve()
    await expectRefusal(
      post('CreateSecret', { Name: 'db', ClientRequestToken: null }),
      'InvalidRequestException',
      missingToken,
    )
    await expectViolations(post('CreateSecret', { Name: 'db', ClientRequestToken: '' }), [
      "Value '' at 'clientRequestToken' failed to satisfy constraint: Member must have length greater than or equal to 32",
    ])
  })

  it('refuses to write where it is read-only, and reads', async () => {
    await using served = await ownServed({ readOnly: true })
    await expectFrameworkRefusal(
      served.post('CreateSecret', token({ Name: 'db' })),
      'AccessDeniedException',
      'CreateSecret is refused: this emulator is read-only.',
    )
    expect((await served.post('ListSecrets')).json).to.deep.equal({ SecretList: [] })
  })
})

function token(input: object): object {
  return { ClientRequestToken: '0'.repeat(32), ...input }
}
