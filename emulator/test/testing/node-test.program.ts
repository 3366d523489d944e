// Run by Node.js itself, with a seed file as SEED.
import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import { useEmulator } from '#testing'
import { userTests } from './user-tests.js'

describe('with an emulator', () => {
  const emulator = useEmulator({ before, beforeEach, after }, { seed: [process.env.SEED ?? ''] })
  for (const [title, test] of userTests(emulator)) it(title, test)
})

after(() => assert.equal(process.env.AWS_ENDPOINT_URL_SECRETS_MANAGER, 'http://before.example'))
