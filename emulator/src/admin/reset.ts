import { reset } from '../resetting.js'
import { table } from '../settings/table.js'
import { saidIn } from './asked.js'
import type { Route } from './route.js'

export const resetting: Route = {
  method: 'POST',
  path: '/reset',
  summary: 'Back to the beginning; with an account or a Region, its secrets only.',
  changes: true,
  async handle(context, asked) {
    const { account, region } = table
    await reset(context, saidIn(asked, { account, region }))
    return { body: { secrets: await context.vault.store.count() } }
  },
}
