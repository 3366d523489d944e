import { expect } from 'chai'
import { describe, it } from 'mocha'
import { lambdaEndpoint } from '#rotation/lambda-endpoint'
import { type Answered, fakeLambda } from './fake-lambda.js'
import { functionArn } from './rotating.js'

const realm = { account: '000000000000', region: 'us-east-1' }
const event = {
  Step: 'createSecret',
  SecretId: 'arn:aws:secretsmanager:us-east-1:000000000000:secret:db-abcdef',
  ClientRequestToken: 'a'.repeat(36),
  RotationToken: 'b'.repeat(36),
} as const
const invocation = { functionArn, realm, event }
const never = new AbortController().signal
const nobody = 'http://127.0.0.1:1'
const patience = { timeoutMs: 30_000 }

const functionError = (body: object): Answered => ({
  headers: { 'X-Amz-Function-Error': 'Unhandled' },
  body: JSON.stringify(body),
})

describe('lambdaEndpoint', () => {
  describe('asks', () => {
    const paths: readonly [string, string, string, string][] = [
      ['by the name of the function', functionArn, '', '/2015-03-31/functions/rotate/invocations'],
      [
        'with its alias',
        `${functionArn}:live`,
        '',
        '/2015-03-31/functions/rotate/invocations?Qualifier=live',
      ],
      ['beneath a path', functionArn, '/lambda/', '/lambda/2015-03-31/functions/rotate/invocations'],
      ['by what is no ARN as it is', 'my rotation', '', '/2015-03-31/functions/my%20rotation/invocations'],
      [
        'at one function as it is told',
        functionArn,
        '/2015-03-31/functions/function/invocations',
        '/2015-03-31/functions/function/invocations',
      ],
    ]
    for (const [how, name, path, wanted] of paths) {
      it(how, async () => {
        await using lambda = await fakeLambda(() => ({}))
        const invoker = lambdaEndpoint({ url: `${lambda.url}${path}`, ...patience })
        expect(await invoker.invoke({ ...invocation, functionArn: name }, never)).to.deep.equal({
          kind: 'ok',
        })
        expect(lambda.invoked).to.have.lengthOf(1)
        const [{ method, path: asked, event: told, headers } = { headers: {} }] = lambda.invoked
        expect({ method, asked, told }).to.deep.equal({ method: 'POST', asked: wanted, told: event })
        expect(headers).to.include({
          'x-amz-invocation-type': 'RequestResponse',
          'content-type': 'application/json',
        })
      })
    }

    it('for the account and the Region of the function, as LocalStack reads them', async () => {
      await using lambda = await fakeLambda(() => ({}))
      const elsewhere = 'arn:aws:lambda:eu-west-1:123456789012:function:f'
      await lambdaEndpoint({ url: lambda.url, ...patience }).invoke(
        { ...invocation, functionArn: elsewhere },
        never,
      )
      expect(lambda.invoked[0]?.headers.authorization).to.match(
        /Credential=123456789012\/\d{8}\/eu-west-1\/lambda\//,
      )
    })
  })

  describe('knows', () => {
    const outcomes: readonly [string, Answered, object][] = [
      ['a success, whatever the function answers', { body: '{"statusCode":500}' }, { kind: 'ok' }],
      ['a success without a body', { body: '' }, { kind: 'ok' }],
      [
        'an error of the function, by its name alone',
        functionError({ errorType: 'RangeError', errorMessage: 'of a value' }),
        { kind: 'function error', errorType: 'RangeError' },
      ],
      [
        'an error that says nothing',
        { headers: { 'X-Amz-Function-Error': 'Unhandled' }, body: '' },
        { kind: 'function error', errorType: undefined },
      ],
      [
        'an error whose name is none',
        functionError({ errorType: 'a value, perhaps', errorMessage: '' }),
        { kind: 'function error', errorType: undefined },
      ],
      [
        'an error that comes without the header',
        {
          body: JSON.stringify({
            errorType: 'Runtime.ExitError',
            errorMessage: 'RequestId: 1 Error: exit status 1',
          }),
        },
        { kind: 'function error', errorType: 'Runtime.ExitError' },
      ],
      [
        'a time-out that Lambda tells',
        functionError({
          errorType: 'Sandbox.Timedout',
          errorMessage: 'RequestId: 1 Error: Task timed out after 3.00 seconds',
        }),
        { kind: 'time-out' },
      ],
      [
        'a time-out that the runtime interface emulator tells',
        { body: 'Task timed out after 3.00 seconds' },
        { kind: 'time-out' },
      ],
      ['a missing function', { status: 404, body: '{"Message":"Function not found"}' }, { kind: 'missing' }],
      [
        'what is longer than any answer of Lambda’s',
        { body: 'x'.repeat(6 * 1024 * 1024 + 1) },
        { kind: 'function error', errorType: 'Function.ResponseSizeTooLarge' },
      ],
      ['an endpoint that fails', { status: 502, body: '{}' }, { kind: 'unreachable', reason: 'HTTP 502' }],
    ]
    for (const [what, answered, wanted] of outcomes) {
      it(what, async () => {
        await using lambda = await fakeLambda(() => answered)
        const invoker = lambdaEndpoint({ url: lambda.url, ...patience })
        expect(await invoker.invoke(invocation, never)).to.deep.equal(wanted)
      })
    }

    it('an endpoint that sends elsewhere, where nothing is posted', async () => {
      for (const status of [302, 307]) {
        await using other = await fakeLambda(() => ({}))
        await using lambda = await fakeLambda(() => ({ status, headers: { Location: other.url } }))
        const outcome = await lambdaEndpoint({ url: lambda.url, ...patience }).invoke(invocation, never)
        expect(outcome).to.deep.equal({ kind: 'unreachable', reason: `HTTP ${status}` })
        expect(other.invoked).to.deep.equal([])
      }
    })

    it('a function that takes too long', async () => {
      await using lambda = await fakeLambda(() => 'hang')
      const invoker = lambdaEndpoint({ url: lambda.url, timeoutMs: 20 })
      expect(await invoker.invoke(invocation, never)).to.deep.equal({ kind: 'time-out' })
    })

    it('an endpoint where nobody is', async () => {
      const outcome = await lambdaEndpoint({ url: nobody, ...patience }).invoke(invocation, never)
      expect(outcome.kind).to.equal('unreachable')
    })

    it('when it is no longer wanted', async () => {
      const gone = new AbortController()
      await using lambda = await fakeLambda(() => {
        gone.abort()
        return 'hang'
      })
      const outcome = await lambdaEndpoint({ url: lambda.url, ...patience }).invoke(invocation, gone.signal)
      expect(outcome.kind).to.equal('unreachable')
    })
  })

  describe('holds a function for usable', () => {
    const rows: readonly [string, Answered | 'hang', boolean][] = [
      ['that a dry run finds', { status: 204, body: '' }, true],
      ['that cannot be asked for a dry run', { status: 501, body: '{}' }, true],
      ['unless there is none', { status: 404, body: '{}' }, false],
      ['unless nobody answers', 'hang', false],
    ]
    for (const [which, answered, wanted] of rows) {
      it(which, async () => {
        await using lambda = await fakeLambda(() => answered)
        const timeoutMs = answered === 'hang' ? 20 : 30_000
        expect(await lambdaEndpoint({ url: lambda.url, timeoutMs }).usable(functionArn, realm)).to.equal(
          wanted,
        )
        expect(lambda.invoked[0]?.headers).to.include({ 'x-amz-invocation-type': 'DryRun' })
      })
    }

    it('unless nobody is there', async () => {
      expect(await lambdaEndpoint({ url: nobody, ...patience }).usable(functionArn, realm)).to.equal(false)
    })

    it('at the address of one function, without running it', async () => {
      await using lambda = await fakeLambda(() => ({ status: 404 }))
      const url = `${lambda.url}/2015-03-31/functions/function/invocations`
      expect(await lambdaEndpoint({ url, ...patience }).usable(functionArn, realm)).to.equal(true)
      expect(lambda.invoked.map(({ method }) => method)).to.deep.equal(['HEAD'])
      const gone = `${nobody}/2015-03-31/functions/function/invocations`
      expect(await lambdaEndpoint({ url: gone, ...patience }).usable(functionArn, realm)).to.equal(false)
    })
  })
})
