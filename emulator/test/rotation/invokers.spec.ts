import { expect } from 'chai'
import { describe, it } from 'mocha'
import type { Invoker } from '#rotation/invoker'
import { invokers } from '#rotation/invokers'
import { recordingLog } from '../recording-log.js'
import { functionArn } from './rotating.js'

const realm = { account: '000000000000', region: 'us-east-1' }
const event = { Step: 'createSecret', SecretId: 's', ClientRequestToken: 'c', RotationToken: 'r' } as const
const never = new AbortController().signal

/** An invoker that fails in a way of its own, by which it can be told. */
function named(reason: string, isUsable: boolean): Invoker & { readonly closed: () => boolean } {
  let isClosed = false
  return {
    usable: async () => isUsable,
    invoke: async () => ({ kind: 'unreachable', reason }),
    async close() {
      isClosed = true
    },
    closed: () => isClosed,
  }
}

describe('invokers', () => {
  const setUp = (withEndpoint: boolean, isUsable = true) => {
    const log = recordingLog()
    const modules = { ...named('modules', isUsable), has: (arn: string) => arn === functionArn }
    const endpoint = named('endpoint', isUsable)
    const invoker = invokers(modules, withEndpoint ? endpoint : undefined, log)
    const invoke = (arn: string) => invoker.invoke({ functionArn: arn, realm, event }, never)
    return { log, modules, endpoint, invoker, invoke }
  }

  it('takes a module for its function, and the endpoint for any other', async () => {
    const { invoke } = setUp(true)
    expect(await invoke(functionArn)).to.deep.equal({ kind: 'unreachable', reason: 'modules' })
    expect(await invoke('other')).to.deep.equal({ kind: 'unreachable', reason: 'endpoint' })
  })

  it('misses any other function where there is no endpoint, and says how it could be found', async () => {
    const { invoke, invoker, log } = setUp(false)
    expect(await invoke('other')).to.deep.equal({
      kind: 'missing',
      reason: 'nobody said where that rotation function is: --rotation-function or --lambda-endpoint does',
    })
    expect(await invoker.usable(functionArn, realm)).to.equal(true)
    expect(log.told).to.deep.equal([])
    expect(await invoker.usable('other', realm)).to.equal(false)
    expect(JSON.stringify(log.told)).to.contain('--rotation-function').and.contain('other')
  })

  it('says which function is not at the endpoint, and leaves it to a module to say what is wrong with it', async () => {
    const { invoker, log } = setUp(true, false)
    expect(await invoker.usable(functionArn, realm)).to.equal(false)
    expect(log.told).to.deep.equal([])
    expect(await invoker.usable('other', realm)).to.equal(false)
    expect(log.told).to.have.lengthOf(1)
  })

  it('closes both', async () => {
    const { invoker, modules, endpoint } = setUp(true)
    await invoker.close()
    expect([modules.closed(), endpoint.closed()]).to.deep.equal([true, true])
  })
})
