import { handler as real } from '#single-user'
import { failingOnce } from './failing-once.js'

export const handler = failingOnce(real)
