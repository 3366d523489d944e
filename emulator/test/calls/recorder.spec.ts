import { manualClock } from '@strongroom/core/parts'
import { expect } from 'chai'
import { describe, it } from 'mocha'
import { Recorder } from '#calls/recorder'
import type { RequestEntry } from '#request-log'

const start = Date.UTC(2027, 0, 1)
const entry = (fields: Partial<RequestEntry> = {}): RequestEntry => ({
  requestId: 'r',
  operation: 'GetSecretValue',
  secretName: 'app/db',
  outcome: 'OK',
  status: 200,
  durationMs: 1.23456,
  account: '000000000000',
  region: 'us-east-1',
  caller: 'test',
  ...fields,
})

function setUp() {
  const clock = manualClock(start)
  return { clock, recorder: new Recorder(clock) }
}

describe('the recorder', () => {
  it('tells what CloudTrail would show, at the time of the emulator', async () => {
    const { clock, recorder } = setUp()
    await clock.advance(1000)
    recorder.keep(entry(), '::ffff:127.0.0.1', undefined, 'arn:aws:iam::000000000000:user/alice')
    expect(JSON.parse(JSON.stringify(recorder.list()))).to.deep.equal([
      {
        eventType: 'AwsApiCall',
        time: '2027-01-01T00:00:01.000Z',
        requestId: 'r',
        operation: 'GetSecretValue',
        secretName: 'app/db',
        account: '000000000000',
        region: 'us-east-1',
        caller: 'test',
        principal: 'arn:aws:iam::000000000000:user/alice',
        sourceIp: '127.0.0.1',
        outcome: 'OK',
        durationMs: 1.235,
        readOnly: true,
      },
    ])
  })

  it('tells which operations change something', () => {
    const { recorder } = setUp()
    for (const operation of ['PutSecretValue', 'ListSecrets', 'GetCallerIdentity', undefined]) {
      recorder.keep(entry({ operation }), '::1', 'why')
    }
    expect(recorder.list().map(({ readOnly }) => readOnly)).to.deep.equal([undefined, true, true, false])
    expect(recorder.list()[0]).to.include({ sourceIp: '::1', errorMessage: 'why' })
  })

  it('keeps the last thousand, the newest first', () => {
    const { recorder } = setUp()
    for (let at = 0; at < 2500; at++) recorder.keep(entry({ requestId: `${at}` }), undefined, undefined)
    const ids = recorder.list().map(({ requestId }) => Number(requestId))
    expect(ids).to.deep.equal(Array.from({ length: 1000 }, (_, at) => 2499 - at))
    expect(recorder.list({ limit: 2 }).map(({ requestId }) => requestId)).to.deep.equal(['2499', '2498'])
  })

  it('tells those that fit a filter', () => {
    const { recorder } = setUp()
    const arn = 'arn:aws:secretsmanager:us-east-1:000000000000:secret:app/db-AbCdEf'
    recorder.keep(entry({ requestId: '1' }), undefined, undefined)
    recorder.keep(
      entry({ requestId: '2', secretName: arn, operation: 'DescribeSecret' }),
      undefined,
      undefined,
    )
    recorder.keep(
      entry({ requestId: '3', secretName: 'other', outcome: 'DecryptionFailure' }),
      undefined,
      undefined,
    )
    recorder.keep(
      entry({ requestId: '4', secretName: undefined, operation: 'ListSecrets' }),
      undefined,
      undefined,
    )
    const ids = (filter: Parameters<Recorder['list']>[0]) =>
      recorder.list(filter).map(({ requestId }) => requestId)
    expect(ids({ operation: 'ListSecrets' })).to.deep.equal(['4'])
    expect(ids({ secretName: 'app/db' })).to.deep.equal(['2', '1'])
    expect(ids({ secretName: 'app/*', limit: 1 })).to.deep.equal(['2'])
    expect(ids({ outcome: 'DecryptionFailure' })).to.deep.equal(['3'])
    expect(ids({ outcome: 'OK', secretName: 'other' })).to.deep.equal([])
  })

  it('notes what happened without a request, and counts it not', () => {
    const { recorder } = setUp()
    recorder.note({
      operation: 'RotationStarted',
      secretName: 'a',
      account: '000000000000',
      region: 'us-east-1',
    })
    recorder.note({ operation: 'RotationFailed', outcome: 'Failed', errorMessage: 'why' })
    expect(recorder.list()).to.deep.equal([
      {
        eventType: 'AwsServiceEvent',
        time: '2027-01-01T00:00:00.000Z',
        operation: 'RotationFailed',
        outcome: 'Failed',
        errorMessage: 'why',
        readOnly: false,
      },
      {
        eventType: 'AwsServiceEvent',
        time: '2027-01-01T00:00:00.000Z',
        operation: 'RotationStarted',
        secretName: 'a',
        account: '000000000000',
        region: 'us-east-1',
        outcome: 'OK',
        readOnly: false,
      },
    ])
    expect(recorder.counted().byOperation.size).to.equal(0)
  })

  it('counts on when it forgets the calls, and from nothing when it is started again', async () => {
    const { clock, recorder } = setUp()
    for (const operation of ['ListSecrets', 'GetSecretValue', undefined, 'ListSecrets']) {
      recorder.keep(entry({ operation }), undefined, undefined)
    }
    recorder.clear()
    expect(recorder.list()).to.deep.equal([])
    expect([...recorder.counted().byOperation]).to.deep.equal([
      ['ListSecrets', 2],
      ['GetSecretValue', 1],
    ])
    expect(recorder.counted().since).to.equal(start)
    await clock.advance(5)
    recorder.restart()
    expect(recorder.counted()).to.deep.equal({ since: start + 5, byOperation: new Map() })
  })
})
