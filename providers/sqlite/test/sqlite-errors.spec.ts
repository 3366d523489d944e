import { SecretsError } from '@strongroom/core'
import Database from 'better-sqlite3'
import { expect } from 'chai'
import { describe, it } from 'mocha'
import { isBusy, isRefusal, told } from '#sqlite-errors'

const secret = 'correct horse'
const of = (code: string) => new Database.SqliteError(`constraint on ${secret}`, code)

describe('told', () => {
  const table = {
    SQLITE_BUSY: 'UNAVAILABLE',
    SQLITE_BUSY_SNAPSHOT: 'UNAVAILABLE',
    SQLITE_FULL: 'UNAVAILABLE',
    SQLITE_IOERR_FSYNC: 'UNAVAILABLE',
    SQLITE_CORRUPT_INDEX: 'CORRUPT',
    SQLITE_NOTADB: 'CORRUPT',
    SQLITE_CANTOPEN_ISDIR: 'CONFIG',
    SQLITE_READONLY_DBMOVED: 'CONFIG',
    SQLITE_CONSTRAINT_UNIQUE: 'INTERNAL',
  }

  for (const [code, expected] of Object.entries(table)) {
    it(`is ${expected} for ${code}, with the code in its cause and no message of SQLite's`, () => {
      const error = told(of(code))
      expect(error.code).to.equal(expected)
      expect(error.cause).to.have.property('code', code)
      const said = [error.message, error.stack, JSON.stringify(error), String(error.cause), error.hint].join()
      expect(said).not.to.contain(secret)
    })
  }

  it('leaves a SecretsError as it is, and quotes no foreign one', () => {
    const closed = new SecretsError('CLOSED', 'closed')
    expect(told(closed)).to.equal(closed)
    const foreign = told(new TypeError(`cannot bind ${secret}`))
    expect(foreign.code).to.equal('INTERNAL')
    expect(`${foreign.message} ${foreign.cause}`).not.to.contain(secret)
  })
})

describe('what SQLite refuses', () => {
  it('is busy, the fault of who asked, or of the database', () => {
    expect(isBusy(of('SQLITE_BUSY_RECOVERY'))).to.equal(true)
    expect(isBusy(of('SQLITE_FULL'))).to.equal(false)
    expect(isBusy(new Error('busy'))).to.equal(false)
    expect(isRefusal(of('SQLITE_CONSTRAINT_CHECK'))).to.equal(true)
    expect(isRefusal(new TypeError('no number'))).to.equal(true)
    expect(isRefusal(of('SQLITE_IOERR'))).to.equal(false)
  })
})
