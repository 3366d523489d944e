import type { SecretsManager } from '@aws-sdk/client-secrets-manager'
import { expect } from 'chai'
import { describe, it } from 'mocha'
import { expectNoTrace, newCanary } from 'strongroom-scripts/canary'
import { two } from '../operations/stages.js'
import { served } from '../served.js'
import { temporaryFolder } from '../temporary-folder.js'
import { lambdaWith } from './fake-lambda.js'
import type { StepEvent } from './functions/template.js'
import { first, functionArn, rotating } from './rotating.js'

const nameOf = async (attempt: Promise<unknown>) => {
  const error: unknown = await attempt.then(
    () => undefined,
    (caught: unknown) => caught,
  )
  return error instanceof Error ? error.name : 'none'
}

const valueAt = (api: SecretsManager, token: string) =>
  api.getSecretValue({ SecretId: 'db', VersionId: token, VersionStage: 'AWSPENDING' })

describe('a rotation', () => {
  it('is four steps in their order, each with the ARN, the version and one token', async () => {
    const events: StepEvent[] = []
    await using own = await rotating(async (event, next) => {
      events.push(event)
      await next(event)
    })
    const token = await own.rotate()
    const { ARN } = await own.api.describeSecret({ SecretId: 'db' })
    expect(events.map(({ Step }) => Step)).to.deep.equal([
      'createSecret',
      'setSecret',
      'testSecret',
      'finishSecret',
    ])
    for (const { SecretId, ClientRequestToken } of events) {
      expect({ SecretId, ClientRequestToken }).to.deep.equal({ SecretId: ARN, ClientRequestToken: token })
    }
    const tokens = new Set(events.map(({ RotationToken }) => RotationToken))
    expect(tokens.size).to.equal(1)
    expect([...tokens][0]).to.match(/^[a-zA-Z0-9-]{36,256}$/)
  })

  it('shows its version before the function is called, which cannot read it, and has the current one first', async () => {
    const seen: unknown[] = []
    await using own = await rotating(async (event, next, api) => {
      const { Step, SecretId, ClientRequestToken: token } = event
      if (Step === 'createSecret') {
        const { RotationEnabled, VersionIdsToStages } = await api.describeSecret({ SecretId })
        const { Versions = [] } = await api.listSecretVersionIds({ SecretId, IncludeDeprecated: true })
        const ids = Versions.map(({ VersionId }) => VersionId)
        seen.push(RotationEnabled, VersionIdsToStages, ids, await nameOf(valueAt(api, token)))
      }
      await next(event)
      if (Step === 'testSecret') seen.push((await valueAt(api, token)).VersionStages)
    })
    const token = await own.rotate()
    expect(seen).to.deep.equal([
      true,
      { [first]: ['AWSCURRENT'], [token]: ['AWSPENDING'] },
      [first, token],
      'ResourceNotFoundException',
      ['AWSPENDING'],
    ])
  })

  it('ends with the dates and the labels where the function leaves them', async () => {
    await using own = await rotating()
    const { api, emulator } = own
    const now = Math.floor(emulator.clock.now().getTime())
    const token = await own.rotate({ RotationRules: { AutomaticallyAfterDays: 30 } })
    expect(await own.stages()).to.deep.equal({
      [token]: ['AWSCURRENT', 'AWSPENDING'],
      [first]: ['AWSPREVIOUS'],
    })
    const { LastRotatedDate, LastChangedDate, NextRotationDate } = await api.describeSecret({
      SecretId: 'db',
    })
    expect(LastRotatedDate?.getTime()).to.equal(now)
    expect(LastChangedDate?.getTime()).to.be.at.least(now)
    const day = 24 * 60 * 60 * 1000
    expect(NextRotationDate?.getTime()).to.equal((Math.floor(now / day) + 31) * day - 1000)
    expect(own.events()).to.deep.equal(['RotationStarted', 'RotationSucceeded'])
  })

  it('holds nothing up meanwhile: RotateSecret has answered, and others read and write', async () => {
    const arrived = Promise.withResolvers<void>()
    const goOn = Promise.withResolvers<void>()
    await using own = await rotating(async (event, next) => {
      arrived.resolve()
      await goOn.promise
      await next(event)
    })
    const { api } = own
    const rotated = own.rotate()
    await arrived.promise
    expect((await api.getSecretValue({ SecretId: 'db' })).SecretString).to.equal('first')
    await api.tagResource({ SecretId: 'db', Tags: [{ Key: 'a', Value: 'b' }] })
    goOn.resolve()
    const token = await rotated
    expect((await api.getSecretValue({ SecretId: 'db' })).VersionId).to.equal(token)
  })

  it('is one of many: all that are due come to their turn, some at once', async () => {
    let [atOnce, most] = [0, 0]
    await using own = await rotating(async (event, next) => {
      atOnce += 1
      most = Math.max(most, atOnce)
      await next(event)
      atOnce -= 1
    })
    const names = Array.from({ length: 20 }, (_, at) => `many/${at}`)
    const { clock } = own.emulator
    for (const SecretId of names) {
      await own.api.createSecret({ Name: SecretId, SecretString: 'first' })
      const RotationRules = { AutomaticallyAfterDays: 1 }
      await own.api.rotateSecret({
        SecretId,
        RotationLambdaARN: functionArn,
        RotationRules,
        RotateImmediately: false,
      })
    }
    await clock.advance('1d')
    expect(own.events().filter((event) => event === 'RotationSucceeded')).to.have.lengthOf(20)
    expect(most).to.be.within(2, 8)
  })

  it('works for a secret without a value', async () => {
    await using own = await rotating()
    await own.api.createSecret({ Name: 'empty' })
    const token = await own.rotate({ SecretId: 'empty' })
    const { VersionIdsToStages } = await own.api.describeSecret({ SecretId: 'empty' })
    expect(VersionIdsToStages).to.deep.equal({ [token]: ['AWSCURRENT', 'AWSPENDING'] })
  })

  it('of a managed external secret fails, for no partner is called', async () => {
    await using own = await rotating()
    await own.api.updateSecret({ SecretId: 'db', Type: 'SomePartner' })
    const token = await own.rotate({ RotationLambdaARN: '' })
    expect(own.lambda.invoked).to.deep.equal([])
    expect(own.log.rotations.at(-1)).to.include({ event: 'RotationFailed', reason: 'no partner is called' })
    expect(await own.stages()).to.deep.equal({ [first]: ['AWSCURRENT'], [token]: ['AWSPENDING'] })
  })
})

describe('a step that fails', () => {
  for (const failing of ['createSecret', 'setSecret', 'testSecret', 'finishSecret']) {
    it(`in ${failing} stops the round, which is tried again from its beginning, with the same version`, async () => {
      const events: StepEvent[] = []
      let fails = true
      await using own = await rotating(async (event, next) => {
        events.push(event)
        if (event.Step === failing && fails) throw new RangeError('no')
        await next(event)
      })
      const token = await own.rotate()
      expect(events.at(-1)?.Step).to.equal(failing)
      expect(await own.stages()).to.deep.equal({ [first]: ['AWSCURRENT'], [token]: ['AWSPENDING'] })
      expect((await own.api.describeSecret({ SecretId: 'db' })).LastRotatedDate).to.equal(undefined)
      fails = false
      const before = events.length
      await own.emulator.clock.advance('4m')
      expect(events).to.have.lengthOf(before)
      await own.emulator.clock.advance('1m')
      expect(events.slice(before).map(({ Step }) => Step)).to.deep.equal([
        ...['createSecret', 'setSecret', 'testSecret', 'finishSecret'],
      ])
      expect(new Set(events.map(({ ClientRequestToken }) => ClientRequestToken))).to.deep.equal(
        new Set([token]),
      )
      expect(await own.stages()).to.deep.equal({
        [token]: ['AWSCURRENT', 'AWSPENDING'],
        [first]: ['AWSPREVIOUS'],
      })
      expect(own.events()).to.deep.equal([
        ...['RotationStarted', 'RotationFailed', 'RotationStarted', 'RotationSucceeded'],
      ])
    })
  }

  it('that moved AWSCURRENT before it failed is made good by the next attempt', async () => {
    let fails = true
    await using own = await rotating(async (event, next) => {
      await next(event)
      if (event.Step === 'finishSecret' && fails) throw new Error('after all')
    })
    const token = await own.rotate()
    expect(own.events().at(-1)).to.equal('RotationFailed')
    fails = false
    await own.emulator.clock.advance('5m')
    expect(own.events().at(-1)).to.equal('RotationSucceeded')
    expect((await own.stages())[token]).to.include('AWSCURRENT')
  })

  it('is told with its step, its kind and the name of its error, and not with what the error says', async () => {
    const canary = newCanary()
    await using own = await rotating(
      async ({ Step }) => {
        if (Step === 'setSecret') throw new RangeError(`cannot set ${canary}`)
      },
      { logLevel: 'debug' },
    )
    const token = await own.rotate()
    expect(own.log.rotations.at(-1)).to.deep.include({
      ...{ event: 'RotationFailed', secretName: 'db', versionId: token, account: '000000000000' },
      ...{ region: 'us-east-1', step: 'setSecret', failure: 'function error', errorType: 'RangeError' },
    })
    expectNoTrace(canary, new Error(JSON.stringify(own.log.told)))
  })

  it('is none, and nothing is finished, where the function never makes the version the current one', async () => {
    await using own = await rotating(async (event, next) => {
      if (event.Step !== 'finishSecret') await next(event)
    })
    const token = await own.rotate()
    expect(own.log.rotations.at(-1)).to.include({ event: 'RotationFailed', failure: 'unfinished' })
    expect(await own.stages()).to.deep.equal({ [first]: ['AWSCURRENT'], [token]: ['AWSPENDING'] })
  })

  it('in every attempt is repeated with longer and longer pauses, and then in the next window', async () => {
    const at: string[] = []
    await using own = await rotating(async () => {
      at.push(own.emulator.clock.now().toISOString())
      throw new Error('no')
    })
    await own.emulator.clock.set('2027-01-01T20:00:00Z')
    await own.rotate({ RotationRules: { ScheduleExpression: 'cron(0 16 5 * ? *)', Duration: '1h' } })
    await own.emulator.clock.set('2027-01-06T00:00:00Z')
    expect(at.map((time) => time.slice(5, 16))).to.deep.equal([
      ...[
        '01-01T20:00',
        '01-01T20:05',
        '01-01T20:15',
        '01-01T20:35',
        '01-01T21:15',
        '01-01T22:15',
        '01-01T23:15',
      ],
      ...['01-05T16:00', '01-05T16:05', '01-05T16:15', '01-05T16:35'],
    ])
    const { NextRotationDate } = await own.api.describeSecret({ SecretId: 'db' })
    expect(NextRotationDate?.toISOString()).to.equal('2027-01-05T16:59:59.000Z')
  })
})

describe('what ends a round before its time', () => {
  /** What happens during createSecret. */
  const meanwhile = (act: (api: SecretsManager, event: StepEvent) => Promise<unknown>) =>
    rotating(async (event, next, api) => {
      if (event.Step === 'createSecret') await act(api, event)
      await next(event).catch(() => {})
    })
  const stepsOf = (own: Awaited<ReturnType<typeof rotating>>) =>
    own.lambda.invoked.flatMap(({ event }) => event.Step ?? [])

  it('is a value that somebody else gives: AWSPENDING goes, and nothing is tried again', async () => {
    await using own = await meanwhile((api) =>
      api.putSecretValue({ SecretId: 'db', SecretString: 'by hand', ClientRequestToken: two }),
    )
    await own.rotate({ RotationRules: { AutomaticallyAfterDays: 30 } })
    expect(stepsOf(own)).to.deep.equal(['createSecret'])
    expect(own.events()).to.deep.equal(['RotationStarted', 'RotationAbandoned'])
    expect(await own.stages()).to.deep.equal({ [two]: ['AWSCURRENT'], [first]: ['AWSPREVIOUS'] })
    await own.emulator.clock.advance('1d')
    expect(own.events()).to.have.lengthOf(2)
    await own.rotate()
    expect(own.events().slice(2)).to.deep.equal(['RotationStarted', 'RotationSucceeded'])
  })

  it('is CancelRotateSecret: AWSPENDING stays', async () => {
    await using own = await meanwhile((api) => api.cancelRotateSecret({ SecretId: 'db' }))
    const token = await own.rotate()
    expect(stepsOf(own)).to.deep.equal(['createSecret'])
    expect(own.events()).to.deep.equal(['RotationStarted'])
    expect((await own.stages())[token]).to.deep.equal(['AWSPENDING'])
    await own.emulator.clock.advance('1d')
    expect(own.events()).to.deep.equal(['RotationStarted'])
  })

  it('is a deletion, until the secret is restored', async () => {
    let deletes = true
    await using own = await meanwhile(async (api) => {
      if (deletes) await api.deleteSecret({ SecretId: 'db' })
      deletes = false
    })
    const token = await own.rotate()
    await own.emulator.clock.advance('1d')
    expect(own.events()).to.deep.equal(['RotationStarted'])
    await own.api.restoreSecret({ SecretId: 'db' })
    await own.emulator.clock.advance(0)
    expect(own.events().slice(1)).to.deep.equal(['RotationStarted', 'RotationSucceeded'])
    expect((await own.stages())[token]).to.include('AWSCURRENT')
  })
})

describe('a test of a function', () => {
  it('is testSecret alone, with a copy of the value, and leaves nothing behind', async () => {
    const seen: unknown[] = []
    await using own = await rotating(async ({ Step, ClientRequestToken: token }, _, api) => {
      const { SecretString, VersionStages } = await valueAt(api, token)
      seen.push(Step, SecretString, VersionStages)
    })
    const token = await own.rotate({ RotateImmediately: false })
    expect(seen).to.deep.equal(['testSecret', 'first', ['AWSPENDING']])
    expect(await own.stages()).to.deep.equal({ [first]: ['AWSCURRENT'] })
    expect(await nameOf(own.api.getSecretValue({ SecretId: 'db', VersionId: token }))).to.equal(
      'ResourceNotFoundException',
    )
    expect(own.events()).to.deep.equal(['TestRotationStarted', 'TestRotationSucceeded'])
  })

  it('that fails leaves nothing behind either, and is not repeated', async () => {
    await using own = await rotating(async () => {
      throw new Error('no')
    })
    await own.rotate({ RotateImmediately: false })
    expect(await own.stages()).to.deep.equal({ [first]: ['AWSCURRENT'] })
    await own.emulator.clock.advance('1d')
    expect(own.events()).to.deep.equal(['TestRotationStarted', 'TestRotationFailed'])
  })
})

describe('an emulator', () => {
  it('that is read-only rotates nothing, whatever its clock says', async () => {
    await using folder = await temporaryFolder()
    await using lambda = await lambdaWith(async () => {})
    const settings = { data: folder.folder, lambdaEndpoint: lambda.url }
    {
      await using writer = await served(settings)
      await writer.post('CreateSecret', { Name: 'db', ClientRequestToken: first })
      const RotationRules = { AutomaticallyAfterDays: 1 }
      const rest = { RotationLambdaARN: functionArn, RotationRules, RotateImmediately: false }
      const { status } = await writer.post('RotateSecret', {
        SecretId: 'db',
        ClientRequestToken: two,
        ...rest,
      })
      expect(status).to.equal(200)
    }
    const before = lambda.invoked.length
    await using reader = await served({ ...settings, readOnly: true })
    const described = (await reader.post('DescribeSecret', { SecretId: 'db' })).json
    await reader.emulator.clock.advance('60d')
    expect((await reader.post('DescribeSecret', { SecretId: 'db' })).json).to.deep.equal(described)
    expect(lambda.invoked).to.have.lengthOf(before)
    expect(reader.log.errors).to.deep.equal([])
  })

  it('that is closed gives up what is under way, and waits for no function', async () => {
    const arrived = Promise.withResolvers<void>()
    const own = await rotating(() => {
      arrived.resolve()
      return new Promise(() => {})
    })
    await own.api.rotateSecret({ SecretId: 'db', RotationLambdaARN: functionArn })
    const advanced = own.emulator.clock.advance(0).catch((error: unknown) => error)
    await arrived.promise
    await own[Symbol.asyncDispose]()
    expect(await advanced).to.have.property('name', 'Ending')
    expect(own.events()).to.deep.equal(['RotationStarted'])
    expect(own.log.errors).to.deep.equal([])
  })

  it('that is closed leaves what it gave up to the next one on the same data, which goes on at once', async () => {
    await using folder = await temporaryFolder()
    const options = { data: folder.folder }
    const arrived = Promise.withResolvers<void>()
    const before = await rotating(() => {
      arrived.resolve()
      return new Promise(() => {})
    }, options)
    const rotated = await before.api.rotateSecret({ SecretId: 'db', RotationLambdaARN: functionArn })
    await arrived.promise
    await before[Symbol.asyncDispose]()
    await using after = await rotating(undefined, options)
    await after.emulator.clock.advance(0)
    expect(await after.stages())
      .to.have.property(String(rotated.VersionId))
      .that.includes('AWSCURRENT')
  })
})
