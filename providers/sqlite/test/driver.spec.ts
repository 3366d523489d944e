import { expect } from 'chai'
import { describe, it } from 'mocha'
import { driver } from '#driver'
import { rejection } from './rejection.js'

describe('driver', () => {
  it('is CONFIG on a Node-API that better-sqlite3 would crash on', async () => {
    for (const nodeApi of ['9', '', 'none']) {
      const error = await rejection(driver(nodeApi))
      expect(error).to.have.property('code', 'CONFIG')
      expect(error.message).to.contain('Node-API 10').and.contain(process.versions.node)
    }
  })

  it('loads better-sqlite3 on this one', async () => {
    const Database = await driver()
    const db = new Database(':memory:')
    expect(db.open).to.equal(true)
    db.close()
  })
})
