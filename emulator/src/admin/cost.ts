import { costOf } from '../calls/cost.js'
import type { Route } from './route.js'

export const cost: Route = {
  method: 'GET',
  path: '/cost',
  summary: 'What the same would cost on AWS, by the month.',
  handle: async ({ vault, recorder }) => ({ body: await costOf(vault, recorder) }),
}
