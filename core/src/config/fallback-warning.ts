import type { Fallback } from '../settings.js'

/**
 * Warns when a provider could not answer and the next is asked, once for each provider and code. For development, where
 * a missing AWS should not stop anybody, yet not go unnoticed either.
 */
export function fallbackWarning(
  warn: typeof process.emitWarning = process.emitWarning,
): (fallback: Fallback) => void {
  const told = new Set<string>()
  return ({ provider, next, code }) => {
    const once = JSON.stringify([provider, code])
    if (told.has(once)) return
    told.add(once)
    const text = `provider "${provider}" could not answer (${code}), so "${next}" is asked; in production this is an error`
    warn(text, { type: 'StrongroomWarning', code: 'STRONGROOM_FALLBACK' })
  }
}
