import { aText } from '../members.js'
import { saidIn } from './asked.js'
import { AdminRefusal, type Asked, type Route } from './route.js'

const name = aText('1 to 64 letters, digits and . _ -', (text) => /^[\w.-]{1,64}$/.test(text))

export const listingSnapshots: Route = {
  method: 'GET',
  path: '/snapshots',
  summary: 'The snapshots that there are.',
  handle: async ({ snapshots }) => ({ body: { snapshots: snapshots.list() } }),
}

export const takingSnapshot: Route = {
  method: 'POST',
  path: '/snapshots',
  summary: 'Remembers all secrets as they are, under a name.',
  async handle({ snapshots }, asked) {
    const said = saidIn(asked, { name })
    if (said.name === undefined) throw new AdminRefusal(400, `"name" must be ${name.expects}`)
    return { status: 201, body: await snapshots.take(said.name) }
  },
}

export const restoringSnapshot: Route = {
  method: 'POST',
  path: '/snapshots/{name}/restore',
  summary: 'Puts all secrets back as they were; time goes on.',
  changes: true,
  async handle({ snapshots }, asked) {
    saidIn(asked, {})
    const restored = await snapshots.restore(nameIn(asked))
    if (restored === undefined) throw noSnapshot()
    return { body: restored }
  },
}

export const removingSnapshot: Route = {
  method: 'DELETE',
  path: '/snapshots/{name}',
  summary: 'Forgets a snapshot.',
  async handle({ snapshots }, asked) {
    if (!snapshots.remove(nameIn(asked))) throw noSnapshot()
    return {}
  },
}

function nameIn({ words: [name = ''] }: Asked): string {
  return name
}

function noSnapshot(): AdminRefusal {
  return new AdminRefusal(404, 'There is no snapshot of this name.')
}
