import { readFile } from 'node:fs/promises'

/** The description of the admin API that comes with this package. */
export async function openapiDocument(): Promise<object> {
  return JSON.parse(await readFile(new URL('../openapi.json', import.meta.url), 'utf8'))
}
