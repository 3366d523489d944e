// Counts up in the description of a secret, so often, with so many updates under way at once.
import { sqliteStore } from '#sqlite-store'
import { realm, update } from '../sample.js'

const [file = '', name = '', times = '0', parallel = '1'] = process.argv.slice(2)
const store = sqliteStore({ file })

async function increment(): Promise<void> {
  for (;;) {
    const before = await store.find({ realm, name })
    if (before === undefined) throw new Error('the counter is gone')
    const description = `${Number(before.description) + 1}`
    if (await store.commit([update(before, { description })])) return
  }
}

async function work(): Promise<void> {
  for (let i = 0; i < Number(times); i++) await increment()
}

await Promise.all(Array.from({ length: Number(parallel) }, work))
await store.close()
process.disconnect()
