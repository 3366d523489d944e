import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { isLoopback } from '../endpoint.js'
import type { AdminContext } from './context.js'
import { AdminRefusal, type Route } from './route.js'

/**
 * Why somebody may not ask this of the admin API; undefined where they may. Nobody needs a token for health. Anything else
 * needs the one that is set; where none is, it is there for this machine only.
 */
export function guard(
  { door, settings }: Pick<AdminContext, 'door' | 'settings'>,
  { isOpen = false, changes = false }: Partial<Route>,
  request: Pick<IncomingMessage, 'headers'>,
): AdminRefusal | undefined {
  const { host, adminToken, readOnly } = settings
  const stranger = door(request)
  if (stranger !== undefined) return new AdminRefusal(403, stranger)
  if (!isOpen && adminToken === undefined && !isLoopback(host)) {
    const how = 'set one with STRONGROOM_ADMIN_TOKEN or --admin-token, and send it as a bearer token'
    return new AdminRefusal(403, `Beyond this machine the admin API wants a token: ${how}.`)
  }
  if (!isOpen && adminToken !== undefined && !isSame(bearerIn(request.headers.authorization), adminToken)) {
    const message = 'The admin API wants its token: Authorization: Bearer TOKEN.'
    return new AdminRefusal(401, message, { 'WWW-Authenticate': 'Bearer realm="strongroom"' })
  }
  return changes && readOnly ? new AdminRefusal(403, 'This emulator is read-only.') : undefined
}

function bearerIn(authorization: string | undefined): string {
  return /^bearer +(\S+)$/i.exec(authorization ?? '')?.[1] ?? ''
}

/** Takes as long whether the texts differ early, late, or in their length. */
function isSame(one: string, other: string): boolean {
  const [hash, otherHash] = [one, other].map((text) => createHash('sha256').update(text).digest())
  return hash !== undefined && otherHash !== undefined && timingSafeEqual(hash, otherHash)
}
