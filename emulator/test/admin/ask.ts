import type { OutgoingHttpHeaders } from 'node:http'
import { expect } from 'chai'
import type { EmulatorOptions } from '#settings'
import { type Served, useServed } from '../served.js'
import { send, type WireAnswer } from '../wire.js'
import { at, document, faults } from './schema.js'

export interface Admin extends Served {
  /** Asks the admin API, and holds every answer against its description. */
  ask(method: string, path: string, body?: unknown, headers?: OutgoingHttpHeaders): Promise<WireAnswer>
}

/** An emulator for a suite, whose admin API is asked. */
export function useAdmin(options: EmulatorOptions = {}): () => Promise<Admin> {
  const serve = useServed(options)
  return async () => adminOf(await serve())
}

export function adminOf(served: Served): Admin {
  return { ...served, ask: (...asked) => askAt(served.emulator.endpoint, ...asked) }
}

/** Texts and bytes go out as they are, and anything else as JSON. */
export async function askAt(
  endpoint: string,
  method: string,
  path: string,
  body?: unknown,
  headers: OutgoingHttpHeaders = {},
): Promise<WireAnswer> {
  const asIs = body === undefined || typeof body === 'string' || body instanceof Uint8Array
  const type = asIs ? {} : { 'Content-Type': 'application/json' }
  const answer = await send(endpoint, {
    method,
    path: `/_strongroom${path}`,
    headers: { ...type, ...headers },
    body: asIs ? body : JSON.stringify(body),
  })
  expect(isDescribed(method, path, answer)).to.deep.equal([])
  return answer
}

/** What the description of the admin API does not allow about an answer. */
function isDescribed(method: string, path: string, { status, text, json }: WireAnswer): readonly string[] {
  const route = templateOf(path.replace(/\?.*/, ''))
  const operation = route === undefined ? {} : at(document, 'paths', route, method.toLowerCase())
  if (route === undefined || Object.keys(operation).length === 0) {
    return [404, 405, 401, 403].includes(status)
      ? []
      : [`${method} ${path} answers ${status}, and is not described`]
  }
  const response = at(operation, 'responses', `${status}`)
  if (response.description === undefined)
    return [`${method} ${route} answers ${status}, which is not described`]
  if (response.content === undefined) return text === '' ? [] : [`${method} ${route} answers a body`]
  return faults(at(response, 'content', 'application/json', 'schema'), json)
}

function templateOf(path: string): string | undefined {
  return Object.keys(at(document, 'paths')).find((template) => {
    const pattern = template.replaceAll('.', '\\.').replace(/\{\w+\}/g, '[^/]+')
    return new RegExp(`^${pattern}$`).test(path)
  })
}
