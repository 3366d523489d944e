import type { Realm, Scan, Scanned } from '@strongroom/vault'
import { recordOf } from './rows.js'
import type { Statements } from './statements.js'

/** Smaller than every number, or every text, that something can be ordered by. */
const beforeAll = {
  created: Number.MIN_SAFE_INTEGER,
  changed: Number.MIN_SAFE_INTEGER,
  accessed: Number.MIN_SAFE_INTEGER,
  name: '',
}

/** SQLite orders numbers before text before blobs. */
const afterAll = new Uint8Array()

/** One page of a realm. The index leads to its first record, wherever the page lies. */
export function scanned(
  { scan }: Statements,
  { account, region }: Realm,
  { order, descending, after, limit }: Scan,
): Scanned {
  const statement = descending ? scan[order].descending : scan[order].ascending
  const [by, sequence] = after ?? [descending ? afterAll : beforeAll[order], 0]
  const rows = statement.all({ account, region, by, sequence, limit: limit + 1 })
  const entries = rows
    .slice(0, limit)
    .map((row) => ({ record: recordOf(row), position: [row.by, row.sequence] as const }))
  return { entries, more: rows.length > limit }
}
