import { mostKept } from '../calls/recorder.js'
import { queriedIn } from './asked.js'
import { AdminRefusal, type Route } from './route.js'

const queries = ['operation', 'secretName', 'outcome', 'limit'] as const

export const listingRequests: Route = {
  method: 'GET',
  path: '/requests',
  summary: `The last ${mostKept} calls, the newest first, as CloudTrail would show them.`,
  queries,
  async handle({ recorder }, asked) {
    const { limit, ...filter } = queriedIn(asked, queries)
    if (limit === undefined) return { body: { requests: recorder.list(filter) } }
    if (!/^\d{1,4}$/.test(limit)) throw new AdminRefusal(400, '"limit" must be a whole number')
    return { body: { requests: recorder.list({ ...filter, limit: Number(limit) }) } }
  },
}

export const forgettingRequests: Route = {
  method: 'DELETE',
  path: '/requests',
  summary: 'Forgets the calls; the counts behind the cost stay.',
  async handle({ recorder }) {
    recorder.clear()
    return {}
  },
}
