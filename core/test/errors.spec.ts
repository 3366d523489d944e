import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import {
  SecretAccessDeniedError,
  SecretNotFoundError,
  SecretsError,
  SecretValue,
  secretsErrorCodes,
} from '@strongroom/core'
import { expect } from 'chai'
import { after, before, describe, it } from 'mocha'

const codes =
  'NOT_FOUND KEY_NOT_FOUND ACCESS_DENIED UNAUTHENTICATED ALREADY_EXISTS CONFLICT INVALID_STATE INVALID_NAME INVALID_VALUE INVALID_ARGUMENT INVALID_CURSOR NOT_JSON INVALID_ENCODING SCHEMA DECRYPTION_FAILED CORRUPT THROTTLED LIMIT_EXCEEDED UNAVAILABLE TIMEOUT ABORTED UNSUPPORTED CLOSED CONFIG INTERNAL'

describe('SecretsError', () => {
  it('has exactly the codes of the contract', () => {
    expect([...secretsErrorCodes]).to.deep.equal(codes.split(' '))
  })

  for (const code of secretsErrorCodes) {
    const retryable = ['THROTTLED', 'UNAVAILABLE', 'TIMEOUT'].includes(code)
    it(`is ${retryable ? '' : 'not '}retryable as ${code}`, () => {
      expect(new SecretsError(code, 'x').retryable).to.equal(retryable)
    })
  }

  it('carries its facts and its cause, and no property for what it does not know', () => {
    const cause = new Error('beneath')
    const facts = { provider: 'p', secretName: 'db', operation: 'get', hint: 'Do.', tried: [], errors: [] }
    const error = new SecretsError('NOT_FOUND', 'no', { ...facts, cause })
    expect(error).to.include({ code: 'NOT_FOUND', message: 'no', name: 'SecretsError', ...facts, cause })
    expect(Object.keys(new SecretsError('NOT_FOUND', 'no'))).to.deep.equal(['code', 'retryable'])
    expect(new SecretsError('NOT_FOUND', 'no', { hint: undefined, cause: undefined })).to.not.have.any.keys(
      'hint',
      'cause',
    )
  })

  it('is JSON without stack and cause', () => {
    const error = new SecretsError('TIMEOUT', 'late', { provider: 'p', cause: new Error('x') })
    expect(JSON.parse(JSON.stringify(error))).to.deep.equal({
      name: 'SecretsError',
      code: 'TIMEOUT',
      message: 'late',
      retryable: true,
      provider: 'p',
    })
  })

  it('can be told with other facts, and keeps its cause and its stack', () => {
    const error = new SecretsError('NOT_FOUND', 'no', {
      provider: 'p',
      secretName: 'app/db',
      cause: new Error('x'),
    })
    const other = error.with({ secretName: 'db' })
    expect(other).to.include({
      code: 'NOT_FOUND',
      provider: 'p',
      secretName: 'db',
      cause: error.cause,
      stack: error.stack,
    })
    expect(error.secretName).to.equal('app/db')
  })

  it('is told apart by code, also by instanceof', () => {
    const missing = new SecretNotFoundError('no', { secretName: 'db' })
    expect(missing).to.include({ code: 'NOT_FOUND', secretName: 'db' })
    expect(missing instanceof SecretNotFoundError && missing instanceof SecretsError).to.equal(true)
    expect(new SecretsError('NOT_FOUND', '') instanceof SecretNotFoundError).to.equal(true)
    expect(new SecretAccessDeniedError('') instanceof SecretNotFoundError).to.equal(false)
    expect(new SecretAccessDeniedError('') instanceof SecretAccessDeniedError).to.equal(true)
    expect(SecretsError.is(missing, 'TIMEOUT', 'NOT_FOUND')).to.equal(true)
    expect(SecretsError.is(missing, 'TIMEOUT')).to.equal(false)
    class Mine extends SecretsError {}
    class MineMissing extends SecretNotFoundError {}
    class MineDenied extends SecretAccessDeniedError {}
    for (const Own of [Mine, MineMissing, MineDenied]) {
      expect(missing instanceof Own || new SecretsError('ACCESS_DENIED', '') instanceof Own).to.equal(false)
    }
    expect(new Mine('INTERNAL', '') instanceof Mine && new MineMissing('') instanceof MineMissing).to.equal(
      true,
    )
    expect(new MineDenied('') instanceof MineDenied).to.equal(true)
    for (const other of [undefined, null, 'NOT_FOUND', { code: 'NOT_FOUND' }, new Error('x')]) {
      expect(SecretsError.is(other)).to.equal(false)
      expect(other instanceof SecretsError).to.equal(false)
    }
  })

  describe('of another copy of the package', () => {
    let folder: string
    let other: typeof import('@strongroom/core')

    before(async () => {
      folder = await mkdtemp(path.join(tmpdir(), 'strongroom-copy-'))
      const dist = path.dirname(fileURLToPath(import.meta.resolve('@strongroom/core')))
      await cp(dist, path.join(folder, 'dist'), { recursive: true })
      await cp(path.join(dist, '..', 'package.json'), path.join(folder, 'package.json'))
      other = await import(pathToFileURL(path.join(folder, 'dist', 'index.js')).href)
    })
    after(() => rm(folder, { recursive: true }))

    it('is a SecretsError here, and one of here is one there', () => {
      expect(other.SecretsError).to.not.equal(SecretsError)
      for (const [theirs, ours] of [
        [other, { SecretsError, SecretNotFoundError, SecretAccessDeniedError }],
        [{ SecretsError, SecretNotFoundError, SecretAccessDeniedError }, other],
      ] as const) {
        const error = new theirs.SecretsError('NOT_FOUND', 'x')
        expect(ours.SecretsError.is(error, 'NOT_FOUND')).to.equal(true)
        expect(ours.SecretsError.is(error, 'TIMEOUT')).to.equal(false)
        expect(error instanceof ours.SecretsError && error instanceof ours.SecretNotFoundError).to.equal(true)
        expect(error instanceof ours.SecretAccessDeniedError).to.equal(false)
      }
    })

    it('is known to the wrappers of here', async () => {
      const provider = other.chain([other.memoryProvider()])
      const { chain, memoryProvider } = await import('@strongroom/core')
      const value = await chain([provider, memoryProvider({ db: 'x' })]).get('db')
      expect(value.provider).to.equal('memory')
    })

    it('has values that are values here', () => {
      const facts = { name: 'a', versionId: 'v', labels: [], createdAt: new Date(0), provider: 'p' }
      const theirs = new other.SecretValue('x', facts)
      expect(SecretValue.is(theirs)).to.equal(true)
      expect(new SecretValue('x', facts).equals(theirs)).to.equal(true)
    })
  })
})
