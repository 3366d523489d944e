import { expect } from 'chai'
import { after, afterEach, before, beforeEach, describe, it } from 'mocha'
import { connects } from '#database'
import { type Application, createApplication, superuserSecret } from './application.js'
import { type CarefulClient, carefulClient } from './careful-client.js'
import { moments, steps } from './failing/failing-once.js'
import { type Postgres, sharedPostgres } from './postgres.js'
import { invokers, type Stage, startStage, strategies } from './stage.js'

const SecretId = 'app/db'

for (const invoker of invokers) {
  for (const strategy of strategies) {
    describe(`the rotation of ${strategy}, by a function that is a ${invoker}`, function () {
      this.timeout('20s')
      const alternating = strategy === 'alternating-users'
      let postgres: Postgres
      let stage: Stage
      let application: Application
      let client: CarefulClient

      before(async function () {
        postgres = await sharedPostgres(this)
        stage = await startStage(invoker)
      })
      after(() => stage?.[Symbol.asyncDispose]())

      beforeEach(async () => {
        const { api, emulator } = stage
        await emulator.reset()
        // Later the same day a round that has failed is tried again.
        await emulator.clock.set('2027-03-01T09:00:00Z')
        application = await createApplication(postgres)
        const { ARN = '' } = await api.createSecret({
          Name: 'superuser',
          SecretString: superuserSecret(postgres),
        })
        await api.createSecret({ Name: SecretId, SecretString: application.secret(ARN) })
        client = carefulClient(api, SecretId, { rereads: !alternating })
      })
      afterEach(() => client?.stop())

      /** Who is AWSCURRENT after each rotation, from before the first one. */
      function turns(count: number): string[] {
        const { username } = application
        return Array.from({ length: count }, (_, i) =>
          alternating && i % 2 === 1 ? `${username}_clone` : username,
        )
      }

      it('lets a client connect at every moment, whether it is asked for or its time has come', async () => {
        const asked = () => stage.rotate(SecretId, strategy)
        const due = () => stage.emulator.clock.advance('31d')
        const users = [await application.reads(await stage.read(SecretId))]
        for (const round of [asked, asked, due, due]) {
          await client.looked()
          await round()
          users.push(await application.reads(await stage.read(SecretId)))
        }
        await client.looked()
        expect(users).to.deep.equal(turns(5))
        expect(client.failures).to.deep.equal([])
        expect(client.passwords.size).to.equal(5)
      })

      it(
        alternating ? 'lets who was first go on connecting' : 'shuts out who has the old password',
        async () => {
          const old = await stage.read(SecretId)
          await stage.rotate(SecretId, strategy)
          expect(await stage.read(SecretId, 'AWSPREVIOUS')).to.deep.equal(old)
          expect(await connects(old)).to.equal(alternating)
        },
      )

      for (const step of steps) {
        for (const moment of moments) {
          it(`lets a client connect when ${step} fails ${moment}, and is made up for later`, async () => {
            const old = await stage.read(SecretId)
            await client.looked()
            await stage.fail({ step, moment })
            await stage.rotate(SecretId, strategy)
            expect(stage.hasFailed(), 'whether the step failed').to.equal(true)
            expect(await stage.api.describeSecret({ SecretId })).to.not.have.property('LastRotatedDate')
            await client.looked()
            expect(client.failures).to.deep.equal([])

            await stage.emulator.clock.advance('1h')
            await client.looked()
            expect(client.failures).to.deep.equal([])
            const { VersionIdsToStages = {}, LastRotatedDate } = await stage.api.describeSecret({ SecretId })
            expect(LastRotatedDate).to.be.a('date')
            for (const labels of Object.values(VersionIdsToStages)) {
              if (labels.includes('AWSPENDING')) expect(labels).to.include('AWSCURRENT')
            }
            const current = await stage.read(SecretId)
            expect(await application.reads(current)).to.equal(turns(2).at(-1))
            expect(current.password).to.not.equal(old.password)
            expect(await stage.read(SecretId, 'AWSPREVIOUS')).to.deep.equal(old)
          })
        }
      }
    })
  }
}
