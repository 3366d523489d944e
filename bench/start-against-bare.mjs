import { ratioOf, shown } from './rounds.mjs'
import { bare, emulator } from './servers.mjs'

/** From the start of the process to its first answer. */
export async function startAgainstBare() {
  const [ours, other] = [emulator(), bare()]
  const started = (server) => async () => {
    const before = performance.now()
    await server.start()
    const took = performance.now() - before
    await server.stop()
    return took
  }
  try {
    const { ratio, ones, others } = await ratioOf(started(ours), started(other))
    return [
      {
        title: 'start to first answer, over a bare node:http server',
        ratio,
        most: 5,
        details: [`emulator ${shown(ones, 'ms')}`, `bare     ${shown(others, 'ms')}`],
      },
    ]
  } finally {
    ours.clean()
    other.clean()
  }
}
