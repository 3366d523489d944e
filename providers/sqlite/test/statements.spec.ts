import { expect } from 'chai'
import { afterEach, beforeEach, describe, it } from 'mocha'
import type { Connection } from '#driver'
import { inMemory, openDatabase } from '#open-database'
import { Statements } from '#statements'

/** Every statement that something holds, at any depth, with its path. */
function* statementsIn(thing: unknown, path: string): Generator<readonly [path: string, sql: string]> {
  if (typeof thing !== 'object' || thing === null) return
  if ('source' in thing && typeof thing.source === 'string') yield [path, thing.source]
  else
    for (const [name, part] of Object.entries(thing))
      yield* statementsIn(part, path ? `${path}.${name}` : name)
}

describe('Statements', () => {
  let db: Connection
  let all: ReadonlyMap<string, string>

  beforeEach(async () => {
    db = await openDatabase(inMemory, { waitMs: 0 })
    all = new Map(statementsIn(new Statements(db), ''))
  })
  afterEach(() => {
    db.close()
  })

  function planOf(path: string): readonly string[] {
    const sql = all.get(path)
    if (sql === undefined) throw new Error(`there is no statement ${path}`)
    const unbound = sql.replaceAll(/:\w+/g, '?')
    const values = Array.from({ length: unbound.split('?').length - 1 }, () => 1)
    const plan = db.prepare<unknown[], { readonly detail: string }>(`EXPLAIN QUERY PLAN ${unbound}`)
    return plan.all(...values).map(({ detail }) => detail)
  }

  it('read no table from end to end, and sort nothing', () => {
    const ofAll = ['dataVersion', 'schema', 'count', 'realms', 'clear']
    const others = [...all.keys()].filter((path) => !ofAll.includes(path))
    expect(others).to.have.length.greaterThan(20)
    for (const path of others) {
      const plan = planOf(path).join('\n')
      expect(plan, path).not.to.match(/\bSCAN\b|TEMP B-TREE/)
    }
  })

  it('scan in the order of an index, from where the page begins', () => {
    const columns = { created: 'created_at', changed: 'changed_at', accessed: 'accessed_by', name: 'name' }
    for (const [order, column] of Object.entries(columns)) {
      for (const [direction, sign] of [
        ['ascending', '>'],
        ['descending', '<'],
      ]) {
        const index = `SEARCH secrets USING INDEX secrets_by_${order} (account=? AND region=? AND ${column}`
        const plan = planOf(`scan.${order}.${direction}`)
        expect(plan[0]).to.equal('MERGE (UNION ALL)')
        expect(plan).to.include(`${index}${sign}?)`)
        // No two secrets of a realm tie by name.
        if (order !== 'name') expect(plan).to.include(`${index}=? AND rowid${sign}?)`)
      }
    }
  })

  it('read no value for a list', () => {
    for (const [path, sql] of all) {
      if (!/content/i.test(path)) expect(sql, path).not.to.match(/\bcontents\b/)
    }
  })
})
