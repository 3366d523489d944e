import { expect } from 'chai'
import { describe, it } from 'mocha'
import { routes } from '#admin/index'
import { useAdmin } from './ask.js'
import { at, document, faults, type Node } from './schema.js'

const methods = ['get', 'post', 'delete', 'put', 'patch', 'options', 'head', 'trace']

interface Described {
  readonly method: string
  readonly path: string
  readonly operation: Node
}

const described: readonly Described[] = Object.entries(at(document, 'paths')).flatMap(([path, item]) =>
  methods
    .filter((method) => Object.keys(at(item, method)).length > 0)
    .map((method) => ({ method: method.toUpperCase(), path, operation: at(item, method) })),
)

/** What has a schema beside an example of it: bodies of requests and of answers. */
function contents({ path, method, operation }: Described): readonly (readonly [string, Node])[] {
  const answers = Object.entries(at(operation, 'responses')).map(
    ([status, response]) =>
      [`${method} ${path} ${status}`, at(response, 'content', 'application/json')] as const,
  )
  return [
    [`${method} ${path}`, at(operation, 'requestBody', 'content', 'application/json')] as const,
    ...answers,
  ].filter(([, content]) => content.schema !== undefined)
}

describe('the description of the admin API', () => {
  const admin = useAdmin()

  it('has the routes that there are, and they are told apart by what it says of them', () => {
    const said = described.map(({ method, path, operation }) => `${method} ${path}: ${operation.summary}`)
    const served = routes.map(({ method, path, summary }) => `${method} ${path}: ${summary}`)
    expect(said.sort()).to.deep.equal(served.sort())
    const ids = described.map(({ operation }) => operation.operationId)
    expect(new Set(ids).size).to.equal(ids.length)
  })

  it('says of each route how it refuses whom it refuses', () => {
    for (const { path, operation } of described) {
      const statuses = Object.keys(at(operation, 'responses'))
      expect(statuses, path).to.include('403')
      expect(statuses.includes('401'), path).to.equal(path !== '/health')
    }
  })

  it('has examples that fit what it says itself', () => {
    const all = described.flatMap(contents)
    expect(all).to.have.length.greaterThan(60)
    for (const [where, { schema, example, examples }] of all) {
      const shown = [
        ...Object.values(at(examples)).map((each) => at(each).value),
        ...(example === undefined ? [] : [example]),
      ]
      expect(shown, where).to.have.length.greaterThan(0)
      for (const value of shown) expect(faults(schema, value), where).to.deep.equal([])
    }
  })

  it('has examples of requests that are understood', async () => {
    const { ask } = await admin()
    for (const { method, path, operation } of described) {
      const { example, examples } = at(operation, 'requestBody', 'content', 'application/json')
      const given = [
        ...Object.values(at(examples)).map((each) => at(each).value),
        ...(example === undefined ? [] : [example]),
      ]
      for (const body of given) {
        const { status, text } = await ask(method, path, body)
        expect(status, `${method} ${path} ${JSON.stringify(body)}: ${text}`).to.be.within(200, 299)
      }
    }
  })

  it('is served', async () => {
    const { ask } = await admin()
    expect((await ask('GET', '/openapi.json')).json).to.deep.equal(document)
  })

  it('refers to nothing that is not there', () => {
    const references = JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)
    for (const [, reference = ''] of references) {
      expect(Object.keys(at(document, ...reference.split('/'))), reference).to.have.length.greaterThan(0)
    }
  })
})
