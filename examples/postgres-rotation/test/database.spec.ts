import { expect } from 'chai'
import { before, describe, it } from 'mocha'
import { escapeIdentifier } from 'pg'
import { expectNoTrace, expectNoTraceIn, newCanary } from 'strongroom-scripts/canary'
import { connects, loggedIn, setPassword } from '#database'
import { scramSecret } from '#scram-secret'
import { createApplication, superuserOf } from './application.js'
import { type Postgres, sharedPostgres } from './postgres.js'

describe('a database', function () {
  this.timeout('20s')
  let postgres: Postgres
  before(async function () {
    postgres = await sharedPostgres(this)
  })

  it('takes the right password and refuses another one', async () => {
    const superuser = superuserOf(postgres)
    expect(await connects(superuser)).to.equal(true)
    expect(await connects({ ...superuser, password: newCanary() })).to.equal(false)
  })

  it('that cannot be reached is no database that refuses, and the error has no password', async () => {
    const superuser = { ...superuserOf(postgres), port: 1 }
    const error = await loggedIn(superuser, async () => {}).catch((thrown: unknown) => thrown)
    expect(error).to.have.property('code', 'ECONNREFUSED')
    expectNoTrace(superuser.password, error)
  })

  it('keeps of a password what scramSecret makes of it', async () => {
    const superuser = superuserOf(postgres)
    const kept = await keptOf(superuser.username)
    const [, salt = ''] = /:(.*)\$/.exec(kept) ?? []
    expect(scramSecret(superuser.password, Buffer.from(salt, 'base64'))).to.equal(kept)
  })

  it('never hears the password that a user gets', async () => {
    const superuser = superuserOf(postgres)
    const application = await createApplication(postgres)
    const user = { ...superuser, username: application.username, password: newCanary() }
    await loggedIn(superuser, (client) => setPassword(client, user))
    expect(await connects(user)).to.equal(true)
    const log = await postgres.log()
    expect(log).to.contain(`ALTER ROLE ${escapeIdentifier(user.username)}`)
    expectNoTraceIn(user.password, log, 'what the database logged')
  })

  async function keptOf(username: string): Promise<string> {
    let kept = ''
    await loggedIn(superuserOf(postgres), async (client) => {
      const query = 'SELECT rolpassword AS kept FROM pg_authid WHERE rolname = $1'
      const { rows } = await client.query<{ readonly kept: string }>(query, [username])
      kept = rows[0]?.kept ?? ''
    })
    return kept
  }
})
