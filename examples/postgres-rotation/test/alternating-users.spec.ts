import { expect } from 'chai'
import { before, describe, it } from 'mocha'
import { escapeIdentifier, escapeLiteral } from 'pg'
import { expectNoTrace, newCanary } from 'strongroom-scripts/canary'
import { handler } from '#alternating-users'
import { loggedIn } from '#database'
import { scramSecret } from '#scram-secret'
import { createApplication, superuserOf, superuserSecret } from './application.js'
import { useByHand } from './by-hand.js'
import { type Postgres, sharedPostgres } from './postgres.js'
import { rejectionOf } from './rejection.js'

describe('the rotation of alternating users', function () {
  this.timeout('20s')
  let postgres: Postgres
  before(async function () {
    postgres = await sharedPostgres(this)
  })
  const byHand = useByHand(handler)

  /** An application whose superuser is in a secret. */
  async function applicationUnder(superuser: object = {}) {
    const SecretString = JSON.stringify({ ...JSON.parse(superuserSecret(postgres)), ...superuser })
    const { ARN } = await byHand.api.createSecret({ Name: 'superuser', SecretString })
    const application = await createApplication(postgres)
    return { application, value: application.secret(ARN), clone: `${application.username}_clone` }
  }

  async function execute(statement: string): Promise<number> {
    let rows = 0
    await loggedIn(superuserOf(postgres), async (client) => {
      rows = (await client.query(statement)).rowCount ?? 0
    })
    return rows
  }

  const isThere = async (role: string) =>
    (await execute(`SELECT FROM pg_roles WHERE rolname = ${escapeLiteral(role)}`)) === 1

  it('makes the clone and lets it do what the user may', async () => {
    const { application, value, clone } = await applicationUnder()
    const { take, read } = await byHand.begin(value)
    await take('createSecret')
    expect(await isThere(clone)).to.equal(false)
    await take('setSecret', 'testSecret')
    expect(await application.reads(await read('AWSPENDING'))).to.equal(clone)
    expect(await application.reads(await read())).to.equal(application.username)
  })

  it('lets a clone that was there before do what the user may', async () => {
    const { application, value, clone } = await applicationUnder()
    await execute(`CREATE ROLE ${escapeIdentifier(clone)} LOGIN`)
    const { take, read } = await byHand.begin(value)
    await take('createSecret', 'setSecret')
    expect(await application.reads(await read('AWSPENDING'))).to.equal(clone)
  })

  it('makes no clone of a user that it may not grant', async () => {
    const limited = { username: 'limited', password: newCanary() }
    const { application, value, clone } = await applicationUnder(limited)
    await execute(
      `CREATE ROLE limited LOGIN CREATEROLE PASSWORD ${escapeLiteral(scramSecret(limited.password))}`,
    )
    await execute(`ALTER ROLE ${escapeIdentifier(application.username)} SUPERUSER`)
    const { take } = await byHand.begin(value)
    await take('createSecret')
    const error = await rejectionOf(take('setSecret'))
    expect(error.message).to.contain('must be superuser')
    expect(await postgres.log()).to.contain(`CREATE ROLE ${escapeIdentifier(clone)}`)
    expect(await isThere(clone)).to.equal(false)
    expectNoTrace(limited.password, error)
  })

  const unusable: readonly [what: string, superuser: object, told: string][] = [
    ['of another server', { host: 'elsewhere.example' }, 'the secrets do not lead to the same server'],
    ['whose password is not known', { password: newCanary() }, 'not take the password of the superuser'],
  ]
  for (const [what, superuser, told] of unusable) {
    it(`takes no superuser ${what}`, async () => {
      const { value, clone } = await applicationUnder(superuser)
      const { take } = await byHand.begin(value)
      await take('createSecret')
      expect((await rejectionOf(take('setSecret'))).message).to.contain(told)
      expect(await isThere(clone)).to.equal(false)
    })
  }

  it('needs to be told of a superuser', async () => {
    const { take } = await byHand.begin((await createApplication(postgres)).secret())
    await take('createSecret')
    expect((await rejectionOf(take('setSecret'))).message).to.equal('the secret has no "masterarn"')
  })

  it('refuses a user whose clone PostgreSQL would call by a shorter name', async () => {
    const { value } = await applicationUnder()
    const named = (username: string) => JSON.stringify({ ...JSON.parse(value), username })
    const { take } = await byHand.begin(named('é'.repeat(29)))
    expect((await rejectionOf(take('createSecret'))).message).to.contain('too long')
  })

  it('does not clone a user whose password is not known', async () => {
    const { value, clone } = await applicationUnder()
    const guessed = { ...JSON.parse(value), password: newCanary() }
    const { take } = await byHand.begin(JSON.stringify(guessed))
    await take('createSecret')
    const error = await rejectionOf(take('setSecret'))
    expect(error.message).to.equal('the database does not take the current password')
    expect(await isThere(clone)).to.equal(false)
    expectNoTrace(guessed.password, error)
  })
})
