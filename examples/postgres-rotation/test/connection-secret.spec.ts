import { expect } from 'chai'
import { describe, it } from 'mocha'
import { expectNoTrace, newCanary } from 'strongroom-scripts/canary'
import { changed, connectionIn, expectSameServer } from '#connection-secret'

const whole = {
  ...{ engine: 'postgres', host: 'db.example', port: 5433, dbname: 'app' },
  ...{ username: 'app', password: newCanary(), masterarn: 'arn:of:the:superuser' },
}

describe('a connection secret', () => {
  it('is read with everything that AWS writes into one', () => {
    const { engine: _, ...connection } = whole
    expect(connectionIn(JSON.stringify(whole))).to.deep.equal(connection)
  })

  it('means the usual port and the database postgres where it says nothing of them', () => {
    const { port: _, dbname: __, ...short } = whole
    expect(connectionIn(JSON.stringify(short))).to.include({ port: 5432, dbname: 'postgres' })
  })

  it('may have its port as a text', () => {
    expect(connectionIn(JSON.stringify({ ...whole, port: '5433' })).port).to.equal(5433)
  })

  const unusable: readonly [what: string, value: string | undefined, told: string][] = [
    ['bytes', undefined, 'the secret holds no text'],
    ['a text', whole.password, 'the secret is no JSON object'],
    ['a part of JSON', JSON.stringify(whole).slice(0, -1), 'the secret is no JSON object'],
    ['a list', JSON.stringify([whole.password]), 'the secret is no JSON object'],
    ['another engine', JSON.stringify({ ...whole, engine: 'mysql' }), '"engine" must be "postgres"'],
    ['no host', JSON.stringify({ ...whole, host: undefined }), 'the secret has no "host"'],
    ['an empty user', JSON.stringify({ ...whole, username: '' }), 'the secret has no "username"'],
    ['a password in a list', JSON.stringify({ ...whole, password: [whole.password] }), 'has no "password"'],
  ]
  for (const [what, value, told] of unusable) {
    it(`is refused as ${what}, in words that tell nothing of the value`, () => {
      let thrown: unknown
      try {
        connectionIn(value)
      } catch (error) {
        thrown = error
      }
      expect(thrown).to.be.an('error').with.property('message').that.contains(told)
      expectNoTrace(whole.password, thrown)
    })
  }

  it('keeps what else it holds when its user and password change', () => {
    const value = JSON.stringify({ ...whole, port: '5433', team: 'payments' })
    const user = { username: 'app_clone', password: newCanary() }
    expect(JSON.parse(changed(value, user))).to.deep.equal({ ...JSON.parse(value), ...user })
  })

  for (const other of [{ host: 'elsewhere.example' }, { port: 5434 }]) {
    it(`is of another server with another ${Object.keys(other)}`, () => {
      const here = connectionIn(JSON.stringify(whole))
      expectSameServer(here, { ...here, username: 'somebody else' })
      expect(() => expectSameServer(here, { ...here, ...other })).to.throw('not lead to the same server')
    })
  }
})
