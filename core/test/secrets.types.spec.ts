import { createSecrets, memoryProvider, type Secrets, SecretsError, type SecretValue } from '@strongroom/core'
import { type SecretHandle, secret, secretsModule } from '@strongroom/core/inversify'
import { expect } from 'chai'
import type { ServiceIdentifier } from 'inversify'
import { describe, it } from 'mocha'
import { z } from 'zod'

/** Holds what must not compile, or must have a certain type: the compiler is the test, nothing here is called. */
export async function types(secrets: Secrets): Promise<void> {
  // @ts-expect-error no providers
  createSecrets({})
  // @ts-expect-error an unknown setting
  createSecrets({ providers: [memoryProvider()], cash: {} })
  // @ts-expect-error an unknown setting of the cache
  createSecrets({ providers: [memoryProvider()], cache: { ttl: 5 } })
  // @ts-expect-error a number must be a number
  createSecrets({ providers: [memoryProvider()], cache: { ttlSeconds: '5' } })
  // @ts-expect-error no such code
  createSecrets({ providers: [memoryProvider()], next: ['MISSING'] })
  // @ts-expect-error a route leads to ids
  createSecrets({ providers: [memoryProvider()], routes: { 'x/': 5 } })
  // @ts-expect-error the same in a container
  secretsModule({ prefx: 'x' })
  // @ts-expect-error a handle is no string
  secret('db') satisfies ServiceIdentifier<string>
  secret('db') satisfies ServiceIdentifier<SecretHandle>

  const bundle = await secrets.bundle({
    a: 'a',
    b: { ref: 'b', optional: true },
    c: { ref: 'c', default: 'x' },
  })
  bundle.a satisfies SecretValue
  bundle.c satisfies SecretValue
  // @ts-expect-error an optional one can be absent
  bundle.b satisfies SecretValue
  // @ts-expect-error nobody asked for it
  bundle.d
  // @ts-expect-error optional is true or absent
  secrets.bundle({ a: { ref: 'a', optional: false } })

  const config = await secrets.json('db', z.object({ port: z.number() }))
  config.port satisfies number
  // @ts-expect-error the schema has no host
  config.host
  // @ts-expect-error a schema, not a description of one
  secrets.json('db', { port: 'number' })
  // @ts-expect-error a value is no string until it is opened
  ;(await secrets.get('db')) satisfies string
  // @ts-expect-error tryGet can come back with nothing
  ;(await secrets.tryGet('db')) satisfies SecretValue
  // @ts-expect-error a default is text or bytes
  secrets.get('db', { default: 5 })
  // @ts-expect-error "require" is required
  secrets.ready({})

  const error: unknown = undefined
  // @ts-expect-error no such code
  SecretsError.is(error, 'MISSING')
  if (SecretsError.is(error, 'NOT_FOUND')) error.code satisfies 'NOT_FOUND'
  const known = new SecretsError('TIMEOUT', '')
  if (!SecretsError.is(known, 'NOT_FOUND')) known.code satisfies string
}

describe('the types of Secrets', () => {
  it('refuse wrong settings and wrong uses of a schema, or this file would not have been built', () => {
    expect(types).to.be.a('function')
  })
})
