import { expect } from 'chai'
import { it } from 'mocha'
import { localOnly, type Target } from '../target.js'
import { one } from './stages.js'

/** Claims of an operation that is not served yet: it says so, and nothing comes of it. */
export function refusesClearly(
  { api, post, make }: Target,
  operation: string,
  input: Readonly<Record<string, unknown>> = {},
): void {
  it('is refused with HTTP 501 by its name, changes nothing, and is no success of a stub', async function () {
    localOnly(this, 'it is served')
    const { Name: SecretId } = await make({ ClientRequestToken: one, SecretString: 'a value' })
    const state = async () => [
      (await post('DescribeSecret', { SecretId })).json,
      (await post('ListSecretVersionIds', { SecretId, IncludeDeprecated: true })).json,
    ]
    const before = await state()
    const { status, json } = await post(operation, { SecretId, ...input })
    expect({ status, json }).to.deep.equal({
      status: 501,
      json: {
        __type: 'NotImplementedException',
        message: `${operation} is not served by this emulator yet.`,
      },
    })
    expect(await state()).to.deep.equal(before)
  })

  it('is an exception of that name for the SDK, which does not try again', async function () {
    localOnly(this, 'it is served')
    const { Name: SecretId } = await make()
    const method: (...args: unknown[]) => Promise<unknown> = Reflect.get(
      api,
      `${operation.charAt(0).toLowerCase()}${operation.slice(1)}`,
    )
    const call: Promise<unknown> = Reflect.apply(method, api, [{ SecretId, ...input }])
    const error = await call.catch((reason: unknown) => reason)
    expect(error).to.include({
      name: 'NotImplementedException',
      message: `${operation} is not served by this emulator yet.`,
    })
    expect(error).to.have.nested.property('$metadata.attempts', 1)
  })
}
