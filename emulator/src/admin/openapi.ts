import { openapiDocument } from '../openapi.js'
import type { Route } from './route.js'

export const openapi: Route = {
  method: 'GET',
  path: '/openapi.json',
  summary: 'The admin API, described by OpenAPI.',
  handle: async () => ({ body: await openapiDocument() }),
}
