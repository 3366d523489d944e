import { ratioOf, shown } from './rounds.mjs'
import { emulator } from './servers.mjs'
import { fill, secrets } from './wire.mjs'
import { load } from './wrk.mjs'

const connections = 64

/** PutSecretValue, which is on disk when it is answered, against GetSecretValue; and how many share a transaction. */
export async function putAgainstGet() {
  const server = emulator()
  try {
    await server.start()
    await fill(server.url)
    let writes = 0
    let transactions = 0
    const put = async () => {
      const before = await transactionsOf(server.url)
      const { perSecond, count } = await load(server.url, 'PutSecretValue', connections)
      transactions += (await transactionsOf(server.url)) - before
      writes += count
      return perSecond
    }
    const get = async () => (await load(server.url, 'GetSecretValue', connections)).perSecond
    const { ratio, ones, others } = await ratioOf(put, get)
    return [
      {
        title: `PutSecretValue over GetSecretValue, ${secrets} secrets, ${connections} connections`,
        ratio,
        least: 0.35,
        details: [`put ${shown(ones, 'requests/s')}`, `get ${shown(others, 'requests/s')}`],
      },
      {
        title: 'database transactions for each acknowledged write',
        ratio: transactions / writes,
        most: 0.25,
        details: [`${transactions.toLocaleString('en')} for ${writes.toLocaleString('en')}`],
      },
    ]
  } finally {
    await server.stop()
    server.clean()
  }
}

async function transactionsOf(url) {
  const response = await fetch(`${url}/_strongroom/health`)
  return (await response.json()).transactions
}
