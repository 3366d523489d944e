import type { Context } from 'mocha'

export function skip(context: Context, reason: string): never
