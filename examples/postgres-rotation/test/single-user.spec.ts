import { expect } from 'chai'
import { before, describe, it } from 'mocha'
import { expectNoTrace, newCanary } from 'strongroom-scripts/canary'
import { connectionIn } from '#connection-secret'
import { connects } from '#database'
import { handler } from '#single-user'
import { createApplication } from './application.js'
import { useByHand } from './by-hand.js'
import { type Postgres, sharedPostgres } from './postgres.js'
import { rejectionOf } from './rejection.js'

describe('the rotation of a single user', function () {
  this.timeout('20s')
  let postgres: Postgres
  before(async function () {
    postgres = await sharedPostgres(this)
  })
  const byHand = useByHand(handler)

  it('sets a password that is set already by leaving it', async () => {
    const { take, read } = await byHand.begin((await createApplication(postgres)).secret())
    await take('createSecret', 'setSecret')
    const before = (await postgres.log()).length
    await take('setSecret', 'testSecret')
    expect(await connects(await read('AWSPENDING'))).to.equal(true)
    expect((await postgres.log()).slice(before))
      .to.contain('SELECT')
      .and.not.contain('ALTER ROLE')
  })

  it('goes by the previous password where the database does not have the current one', async () => {
    const value = (await createApplication(postgres)).secret()
    const { take, read } = await byHand.begin(value, withPassword(value))
    await take('createSecret', 'setSecret', 'testSecret')
    expect(await connects(await read('AWSPENDING'))).to.equal(true)
    expect(await connects(connectionIn(value))).to.equal(false)
  })

  it('lets the previous password of somebody else alone', async () => {
    const [own, other] = [await createApplication(postgres), await createApplication(postgres)]
    const wrong = withPassword(own.secret())
    const { take } = await byHand.begin(other.secret(), wrong)
    await take('createSecret')
    expect((await rejectionOf(take('setSecret'))).message).to.contain('takes neither')
    expect(await connects(connectionIn(other.secret()))).to.equal(true)
  })

  it('fails where the database takes none of the passwords, in words that have none of them', async () => {
    const value = withPassword((await createApplication(postgres)).secret())
    const { take, read } = await byHand.begin(value)
    await take('createSecret')
    for (const error of [await rejectionOf(take('setSecret')), await rejectionOf(take('testSecret'))]) {
      expect(error.message).to.contain('database')
      for (const label of ['AWSCURRENT', 'AWSPENDING']) expectNoTrace((await read(label)).password, error)
    }
  })
})

/** The same secret with a password that nobody has. */
function withPassword(value: string): string {
  return JSON.stringify({ ...JSON.parse(value), password: newCanary() })
}
