// Makes one secret after another until it is killed, and prints the name of each as soon as it is acknowledged. Each
// commit also moves on a secret that tells which was the last.
import { writeSync } from 'node:fs'
import type { SecretRecord } from '@strongroom/vault'
import { sqliteStore } from '#sqlite-store'
import { aSecret, creation, text, update } from '../sample.js'

const [file = '', round = ''] = process.argv.slice(2)
const store = sqliteStore({ file })

async function lane(number: number): Promise<void> {
  let last: SecretRecord = aSecret(`last-${round}-${number}`, { description: 'none' })
  await store.commit([creation(last, text('none'))])
  for (let i = 0; ; i++) {
    const name = `r${round}-${number}-${i}`
    const fields = { labels: new Map([['AWSCURRENT', 'v2']]), lastVersion: 2, versionCount: 2 }
    const record = aSecret(name, { createdAt: Number(round), ...fields })
    const made = creation(record, text(`${name} v1`), text(`${name} v2`.repeat(500)))
    const moved = { ...update(last, { description: name }), contents: new Map([['v1', text(name)]]) }
    if (!(await store.commit([made, moved]))) throw new Error('nobody else writes here')
    writeSync(1, `${name}\n`)
    last = moved.record ?? last
  }
}

await Promise.all([lane(1), lane(2), lane(3)])
