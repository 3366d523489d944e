// A user's program: strict TypeScript with nothing but the published packages. check-packages.mjs compiles and runs it.
import assert from 'node:assert/strict'
import * as core from '@strongroom/core'
import * as inversify from '@strongroom/core/inversify'

/** Every value that the package exports: what is missing here, or there, fails. */
const documented: readonly string[] = [
  'SecretAccessDeniedError',
  'SecretNotFoundError',
  'SecretValue',
  'SecretsError',
  'answerEach',
  'auditLines',
  'cached',
  'callChannel',
  'chain',
  'checkedInput',
  'checkedLimit',
  'checkedName',
  'createSecrets',
  'defineConfig',
  'fromCursor',
  'lifecycle',
  'loadConfig',
  'manualClock',
  'maxValueBytes',
  'memoryProvider',
  'observed',
  'openSecrets',
  'parseRef',
  'requireOnlyVersion',
  'routed',
  'sanitised',
  'scoped',
  'secretsErrorCodes',
  'systemClock',
  'toCursor',
  'undeclared',
  'unhealthy',
  'unsupported',
]

assert.deepEqual(Object.keys(core).sort(), [...documented].sort())
assert.deepEqual(Object.keys(inversify).sort(), [
  'SECRETS',
  'SECRETS_PROVIDER',
  'closeSecrets',
  'providerModule',
  'secret',
  'secretsModule',
])

// A provider of one's own, from the parts that core has for that.
const life = core.lifecycle({ id: 'mine' })
const mine: core.SecretsProvider = {
  ...core.undeclared('mine'),
  ...core.memoryProvider({ db: '{"password":"x"}' }),
  id: 'mine',
  close: life.close,
}
await using secrets = core.createSecrets({ providers: [mine] })
assert.equal((await secrets.get('db#password')).text(), 'x')
await assert.rejects(secrets.get('none'), core.SecretNotFoundError)
