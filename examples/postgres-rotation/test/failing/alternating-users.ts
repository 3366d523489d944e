import { handler as real } from '#alternating-users'
import { failingOnce } from './failing-once.js'

export const handler = failingOnce(real)
