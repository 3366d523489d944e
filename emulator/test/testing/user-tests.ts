import assert from 'node:assert/strict'
import { SecretsManager } from '@aws-sdk/client-secrets-manager'
import type { TestEmulator } from '#testing'

/** Made before there is an emulator, and told nothing: it looks for variables with its first request. */
const api = new SecretsManager()

/** The tests of a user, to be run in this order by one of several runners. */
export function userTests(
  emulator: TestEmulator,
): readonly (readonly [title: string, test: () => Promise<void>])[] {
  return [
    [
      'finds what was seeded, and changes it',
      async () => {
        assert.equal(process.env.AWS_ENDPOINT_URL_SECRETS_MANAGER, emulator.endpoint)
        assert.equal((await api.getSecretValue({ SecretId: 'app/token' })).SecretString, 'seeded')
        await api.putSecretValue({ SecretId: 'app/token', SecretString: 'changed' })
        await api.createSecret({ Name: 'made', SecretString: 'x' })
      },
    ],
    [
      'finds it as it was seeded, and nothing else',
      async () => {
        const { SecretList = [] } = await api.listSecrets({})
        assert.deepEqual(
          SecretList.map(({ Name }) => Name),
          ['app/token'],
        )
        assert.equal((await api.getSecretValue({ SecretId: 'app/token' })).SecretString, 'seeded')
      },
    ],
  ]
}
