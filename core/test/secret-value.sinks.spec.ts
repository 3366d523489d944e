import { Console } from 'node:console'
import { PassThrough } from 'node:stream'
import { format, inspect } from 'node:util'
import { serialize } from 'node:v8'
import { MessageChannel, receiveMessageOnPort } from 'node:worker_threads'
import { SecretsError, SecretValue } from '@strongroom/core'
import { expect } from 'chai'
import { describe, it } from 'mocha'
import { expectNoTrace, expectNoTraceIn, newBinaryCanary, newCanary } from 'strongroom-scripts/canary'

const facts = {
  name: 'db',
  versionId: 'v1',
  labels: ['AWSCURRENT'],
  createdAt: new Date(0),
  provider: 'memory',
}

/** What console.log writes for a value. */
function logged(value: unknown): string {
  const stdout = new PassThrough()
  new Console({ stdout }).log(value, { value }, [value])
  return String(stdout.read())
}

/** What an assertion says that failed on a value, its diff's sides included. */
function assertionOn(value: SecretValue): unknown {
  try {
    expect({ value }).to.deep.equal({ value: 'something else' })
  } catch (error) {
    return error
  }
  return undefined
}

function posted(value: SecretValue): unknown {
  const { port1, port2 } = new MessageChannel()
  port1.postMessage({ ...value })
  const message: unknown = receiveMessageOnPort(port2)
  port1.close()
  return message
}

/** Every way in which a value gets out by accident. */
const sinks: readonly [string, (value: SecretValue) => string | Uint8Array][] = [
  ['String()', (value) => String(value)],
  ['a template', (value) => `${value}`],
  ['concatenation', (value) => 'password: '.concat(value as never)],
  ['JSON.stringify', (value) => JSON.stringify({ value, list: [value] })],
  ['util.inspect', (value) => inspect(value)],
  [
    'util.inspect with everything shown',
    (value) => inspect(value, { showHidden: true, depth: 20, getters: true }),
  ],
  [
    'util.inspect without custom inspection',
    (value) => inspect(value, { customInspect: false, showHidden: true }),
  ],
  ['console.log', logged],
  [
    'util.format',
    (value) => format('%s %j %o %O %d %i %f %c %%', value, value, value, value, value, value, value, value),
  ],
  ['spread', (value) => inspect({ ...value }, { depth: 20, customInspect: false })],
  ['Object.entries', (value) => inspect(Object.entries(value), { depth: 20, customInspect: false })],
  [
    'Object.getOwnPropertyDescriptors',
    (value) => inspect(Object.getOwnPropertyDescriptors(value), { depth: 20 }),
  ],
  ['structuredClone', (value) => inspect(structuredClone(value), { depth: 20 })],
  ['postMessage', (value) => inspect(posted(value), { depth: 20 })],
  ['a Map in inspect', (value) => inspect(new Map([[value, { value }]]), { depth: 20, showHidden: true })],
  ['v8.serialize', (value) => serialize({ value })],
  ['toLocaleString', (value) => value.toLocaleString()],
  ['Object.prototype.toString', (value) => Object.prototype.toString.call(value)],
  ['an array joined', (value) => [value, value].join()],
  ['a symbol', (value) => Symbol(String(value)).toString()],
]

describe('a sealed value', () => {
  for (const [kind, make] of [
    ['text', newCanary],
    ['bytes', newBinaryCanary],
  ] as const) {
    for (const [sink, through] of sinks) {
      it(`of ${kind} does not get out through ${sink}`, () => {
        const canary = make()
        expectNoTraceIn(canary, through(new SecretValue(canary, facts)), sink)
      })
    }

    it(`of ${kind} does not get out through an error's message`, () => {
      const canary = make()
      expectNoTrace(canary, new Error(`wrong: ${new SecretValue(canary, facts)}`))
    })

    it(`of ${kind} does not get out through an error's cause or properties`, () => {
      const canary = make()
      const value = new SecretValue(canary, facts)
      expectNoTrace(canary, new Error('wrong', { cause: value }))
      expectNoTrace(canary, Object.assign(new Error('wrong'), { value }))
      expectNoTrace(canary, new SecretsError('INTERNAL', 'wrong', { cause: value }))
    })

    it(`of ${kind} does not get out through the diff of an assertion`, () => {
      const canary = make()
      const error = assertionOn(new SecretValue(canary, facts))
      expect(error).to.be.instanceOf(Error)
      expectNoTrace(canary, error)
    })
  }

  it('shows which secret it is instead', () => {
    const value = new SecretValue('x', facts)
    for (const shown of [`${value}`, inspect(value), JSON.parse(JSON.stringify(value))]) {
      expect(shown).to.equal('[secret db]')
    }
    expect(Object.prototype.toString.call(value)).to.equal('[object secret db]')
  })
})
