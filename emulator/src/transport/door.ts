import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'
import { isLoopback } from '../endpoint.js'

/** Why a request is turned away, whatever it asks; undefined where it may come in. */
export type Door = (request: Pick<IncomingMessage, 'headers'>) => string | undefined

/**
 * Keeps the pages that a browser shows from reaching an emulator at `host`. A page of elsewhere says so in `Origin`. One
 * whose name was made to resolve to this machine (DNS rebinding) looks to the browser as if it were at home: it is the name
 * in `Host` that gives it away. Where the emulator is reached from beyond this machine, its names are not known, so that any
 * will do there.
 */
export function doorOf(host: string): Door {
  const narrow = isLoopback(host)
  const isOurs = (name: string) => isLoopback(name) || name === host.toLowerCase()

  return ({ headers: { host: named, origin } }) => {
    const name = nameIn(named)
    if (narrow && (name === undefined || !isOurs(name))) {
      return `The Host of a request must be localhost or ${host}, at which this emulator listens: others are refused, since web pages could come by them.`
    }
    if (origin === undefined) return undefined
    const atHome = name !== undefined && (isOurs(name) || isIP(name) !== 0) && origin === `http://${named}`
    return atHome ? undefined : 'Requests of web pages are refused, and an Origin tells of one.'
  }
}

/** The name or address in a Host header, without its port; undefined if it is none. */
function nameIn(host: string | undefined): string | undefined {
  const [, six, name] = /^(?:\[([0-9a-f:.]+)\]|([^[\]:/@]+))(?::\d*)?$/i.exec(host ?? '') ?? []
  return (six ?? name)?.toLowerCase()
}
