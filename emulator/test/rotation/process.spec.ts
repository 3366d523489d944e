import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from 'chai'
import { describe, it } from 'mocha'
import { expectNoTraceIn, newCanary } from 'strongroom-scripts/canary'
import { startBin } from '../bin-process.js'
import { two } from '../operations/stages.js'
import { served } from '../served.js'
import { temporaryFolder } from '../temporary-folder.js'
import { clientAt, functionArn, moduleFunction } from './rotating.js'

const fileOf = (name: string) => fileURLToPath(new URL(`./functions/${name}.js`, import.meta.url))
const flagsFor = (name: string) => [
  '--rotation-function',
  `${functionArn}=${fileOf(name)}`,
  '--log-level',
  'debug',
]

describe('the emulator as a program', function () {
  this.timeout('20s')

  it('rotates with a module that it is told of', async () => {
    await using cwd = await temporaryFolder()
    await using emulator = await startBin(['--memory', ...flagsFor('rotate')], { cwd: cwd.folder })
    const api = clientAt(emulator.endpoint)
    await api.createSecret({ Name: 'db', SecretString: 'first' })
    await api.rotateSecret({ SecretId: 'db', RotationLambdaARN: functionArn, ClientRequestToken: two })
    await emulator.says('"RotationSucceeded"')
    expect((await api.getSecretValue({ SecretId: 'db' })).VersionId).to.equal(two)
    api.destroy()
    expect((await emulator.stop()).end).to.equal(0)
  })

  it('takes up a round again that it was killed in the middle of, and ends it', async () => {
    await using cwd = await temporaryFolder()
    await using killed = await startBin(flagsFor('hanging'), { cwd: cwd.folder })
    const api = clientAt(killed.endpoint)
    await api.createSecret({ Name: 'db', SecretString: 'first' })
    await api.rotateSecret({ SecretId: 'db', RotationLambdaARN: functionArn, ClientRequestToken: two })
    await killed.says('reached setSecret in ')
    killed.child.kill('SIGKILL')
    await killed.ended
    api.destroy()
    const [, pid] = /reached setSecret in (\d+)/.exec(killed.said().stderr) ?? []
    await gone(Number(pid))

    const data = path.join(cwd.folder, '.strongroom')
    await using own = await served({ data, rotationFunction: [moduleFunction] })
    const again = clientAt(own.emulator.endpoint)
    const { VersionIdsToStages = {} } = await again.describeSecret({ SecretId: 'db' })
    expect(VersionIdsToStages[two]).to.deep.equal(['AWSPENDING'])
    await own.emulator.clock.advance('10m')
    const { VersionId, SecretString } = await again.getSecretValue({ SecretId: 'db' })
    expect(VersionId).to.equal(two)
    expect(SecretString).to.match(/^made by a rotation/)
    expect((await again.listSecretVersionIds({ SecretId: 'db' })).Versions).to.have.lengthOf(2)
    again.destroy()
  })

  it('that is killed leaves no function behind, also none that never gives way', async () => {
    await using cwd = await temporaryFolder()
    await using killed = await startBin(['--memory', ...flagsFor('spinning')], { cwd: cwd.folder })
    const api = clientAt(killed.endpoint)
    await api.createSecret({ Name: 'db', SecretString: 'first' })
    await api.rotateSecret({ SecretId: 'db', RotationLambdaARN: functionArn })
    await killed.says('spins in ')
    killed.child.kill('SIGKILL')
    await killed.ended
    api.destroy()
    await gone(Number(/spins in (\d+)/.exec(killed.said().stderr)?.[1]))
  })

  it('ends in peace while a function hangs, and ends that', async () => {
    await using cwd = await temporaryFolder()
    await using emulator = await startBin(['--memory', ...flagsFor('hanging')], { cwd: cwd.folder })
    const api = clientAt(emulator.endpoint)
    await api.createSecret({ Name: 'db', SecretString: 'first' })
    await api.rotateSecret({ SecretId: 'db', RotationLambdaARN: functionArn })
    await emulator.says('reached setSecret in ')
    api.destroy()
    const { end, stderr } = await emulator.stop()
    expect(end).to.equal(0)
    expect(stderr).to.not.match(/"level":"(error|warn)"/)
    await gone(Number(/reached setSecret in (\d+)/.exec(stderr)?.[1]))
  })

  it('says nothing of a value, whatever a function that fails says', async () => {
    const canary = newCanary()
    await using cwd = await temporaryFolder()
    await using emulator = await startBin(['--memory', ...flagsFor('indiscreet')], { cwd: cwd.folder })
    const api = clientAt(emulator.endpoint)
    await api.createSecret({ Name: 'db', SecretString: `${canary} ${canary}` })
    await api.rotateSecret({ SecretId: 'db', RotationLambdaARN: functionArn })
    await emulator.says('"RotationFailed"')
    api.destroy()
    const { stdout, stderr } = await emulator.stop()
    expectNoTraceIn(canary, stdout + stderr)
    expect(stderr).to.contain('indiscreet.js:')
  })
})

/** Settles when there is no such process any more. */
async function gone(pid: number): Promise<void> {
  expect(pid).to.be.greaterThan(0)
  while (isThere(pid)) await new Promise((resolve) => setImmediate(resolve))
}

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
