// Writes a value, sealed, again and again until it is killed, in text and in binary.
import { writeSync } from 'node:fs'
import type { Content } from '@strongroom/vault'
import { openSqlite } from '#open-sqlite'
import { aSecret, creation } from '../sample.js'

const [folder = '', marker = ''] = process.argv.slice(2)
const { store, sealer } = await openSqlite({ file: `${folder}/vault.db`, keyFile: `${folder}/vault.key` })

for (let i = 0; ; i++) {
  const record = aSecret(`secret-${process.pid}-${i}`)
  const bytes = Buffer.concat([Buffer.from(i % 2 === 0 ? '' : 'ff00fe', 'hex'), Buffer.from(marker)])
  const content: Content = { kind: i % 2 === 0 ? 'text' : 'binary', bytes }
  const sealed = sealer.seal(content, { secretId: record.id, versionId: 'v1' })
  await store.commit([creation(record, sealed)])
  writeSync(1, `${i}\n`)
}
