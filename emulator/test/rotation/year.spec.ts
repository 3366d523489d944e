import { randomUUID } from 'node:crypto'
import { expect } from 'chai'
import { describe, it } from 'mocha'
import { served } from '../served.js'
import { clientAt, functionArn, moduleFunction } from './rotating.js'

const day = 24 * 60 * 60 * 1000

describe('a year of virtual time', () => {
  for (const [how, steps] of [
    ['day by day', Array.from({ length: 365 }, () => '1d')],
    ['at once', ['365d']],
  ] as const) {
    it(`has every rotation and every deletion at its time, ${how}`, async function () {
      this.timeout('20s')
      await using own = await served({ rotationFunction: [moduleFunction] })
      const { clock, endpoint } = own.emulator
      const api = clientAt(endpoint)
      clock.freeze()
      await clock.set('2027-01-01T12:00:00Z')
      const rotate = async (Name: string, RotationRules: object) => {
        await api.createSecret({ Name, SecretString: 'first' })
        const settings = { RotationLambdaARN: functionArn, RotationRules }
        await api.rotateSecret({ SecretId: Name, ClientRequestToken: randomUUID(), ...settings })
      }
      await rotate('monthly', { AutomaticallyAfterDays: 30 })
      await rotate('windowed', { ScheduleExpression: 'cron(0 16 1 */2 ? *)', Duration: '2h' })
      await api.createSecret({ Name: 'going', SecretString: 'first' })
      await api.deleteSecret({ SecretId: 'going', RecoveryWindowInDays: 7 })
      await clock.advance(0)
      const seen: Record<string, string[]> = { monthly: [], windowed: [] }
      const look = async () => {
        for (const [SecretId, dates] of Object.entries(seen)) {
          const { LastRotatedDate, NextRotationDate } = await api.describeSecret({ SecretId })
          const line = [LastRotatedDate, NextRotationDate]
            .map((date) => date?.toISOString().slice(0, 16))
            .join(' ')
          if (dates.at(-1) !== line) dates.push(line)
        }
      }
      await look()
      for (const [at, step] of steps.entries()) {
        await clock.advance(step)
        if (at % 15 === 0 || at === steps.length - 1) await look()
      }

      const first = Date.UTC(2027, 0, 1)
      const monthly = (count: number) => [
        count === 0 ? '2027-01-01T12:00' : iso(first + count * 30 * day),
        iso(first + (count + 1) * 30 * day + day - 1000),
      ]
      const windows = [1, 3, 5, 7, 9, 11, 13].map((month) => Date.UTC(2027, month - 1, 1, 16))
      expect(seen.monthly?.at(-1)).to.equal(monthly(12).join(' '))
      expect(seen.windowed?.at(-1)).to.equal('2027-11-01T16:00 2028-01-01T17:59')
      if (steps.length > 1) {
        expect(seen.monthly).to.deep.equal(Array.from({ length: 13 }, (_, count) => monthly(count).join(' ')))
        expect(seen.windowed?.map((line) => line.split(' ')[0])).to.deep.equal([
          ...['2027-01-01T12:00', ...windows.slice(0, 6).map(iso)],
        ])
      }
      const { items = [] } = { items: (await api.listSecrets({ IncludePlannedDeletion: true })).SecretList }
      expect(items.map(({ Name }) => Name)).to.deep.equal(['monthly', 'windowed'])
      const succeeded = own.log.rotations.filter(({ event }) => event === 'RotationSucceeded')
      expect(succeeded).to.have.lengthOf(13 + 7)
      expect(own.log.rotations).to.have.lengthOf(2 * (13 + 7))
      expect(own.log.errors).to.deep.equal([])
      api.destroy()
    })
  }
})

function iso(instant: number): string {
  return new Date(instant).toISOString().slice(0, 16)
}
