import { fileURLToPath } from 'node:url'
import { SecretsManager } from '@aws-sdk/client-secrets-manager'
import { startEmulator } from '@strongroom/emulator'
import { median } from './rounds.mjs'

const rotate = 'arn:aws:lambda:us-east-1:000000000000:function:rotate'
const module = fileURLToPath(new URL('rotate.mjs', import.meta.url))
const allowedSeconds = 2

/** A year of virtual time, from the start of the emulator on: rotations every 30 days and by cron(), and deletions. */
export async function yearOfRotations() {
  const rounds = []
  for (let round = 0; round < 5; round += 1) rounds.push(await year())
  const seconds = rounds.map(({ ms }) => ms / 1000)
  const { rotations } = rounds[0]
  return [
    {
      title: `a year of virtual time with ${rotations} rotations, over ${allowedSeconds} seconds`,
      ratio: median(seconds) / allowedSeconds,
      most: 1,
      details: [`${seconds.map((each) => each.toFixed(2)).join('  ')} s`],
    },
  ]
}

async function year() {
  const from = performance.now()
  await using emulator = await startEmulator({ rotationFunction: [`${rotate}=${module}`] })
  const { clock, endpoint } = emulator
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
  const api = new SecretsManager({ endpoint, region: 'us-east-1', credentials })
  await clock.set('2027-01-01T12:00:00Z')
  const rules = [
    { AutomaticallyAfterDays: 30 },
    { ScheduleExpression: 'cron(0 16 1 */2 ? *)', Duration: '2h' },
  ]
  for (const [at, RotationRules] of rules.entries()) {
    await api.createSecret({ Name: `rotated-${at}`, SecretString: 'first' })
    await api.rotateSecret({ SecretId: `rotated-${at}`, RotationLambdaARN: rotate, RotationRules })
    await api.createSecret({ Name: `going-${at}`, SecretString: 'first' })
    await api.deleteSecret({ SecretId: `going-${at}` })
  }
  await clock.advance('365d')
  const ms = performance.now() - from
  const rotations = emulator.requests({ operation: 'RotationSucceeded' }).length
  const { SecretList = [] } = await api.listSecrets({ IncludePlannedDeletion: true })
  api.destroy()
  if (SecretList.length !== rules.length) throw new Error('what was deleted is still there')
  if (rotations < 20) throw new Error(`there were ${rotations} rotations only`)
  return { ms, rotations }
}
