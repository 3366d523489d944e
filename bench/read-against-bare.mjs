import { ratioOf, shown } from './rounds.mjs'
import { bare, emulator } from './servers.mjs'
import { fill, secrets } from './wire.mjs'
import { load } from './wrk.mjs'

const connections = 16

/** GetSecretValue, of secrets in an encrypted database on disk, against a server that only speaks JSON. */
export async function readAgainstBare() {
  const servers = [emulator(), bare()]
  const [ours, other] = servers
  try {
    for (const server of servers) await server.start()
    await fill(ours.url)
    const rate = (server) => async () => (await load(server.url, 'GetSecretValue', connections)).perSecond
    const { ratio, ones, others } = await ratioOf(rate(ours), rate(other))
    return [
      {
        title: `GetSecretValue over a bare node:http server, ${secrets} secrets, ${connections} connections`,
        ratio,
        least: 0.4,
        details: [`emulator ${shown(ones, 'requests/s')}`, `bare     ${shown(others, 'requests/s')}`],
      },
    ]
  } finally {
    for (const server of servers) {
      await server.stop()
      server.clean()
    }
  }
}
