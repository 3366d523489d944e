// A user's program: strict TypeScript with nothing but the published packages. check-packages.mjs compiles and runs it.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { createRequire } from 'node:module'
import { after, before, beforeEach, test } from 'node:test'
import { promisify } from 'node:util'
import * as emulator from '@strongroom/emulator'
import * as testing from '@strongroom/emulator/testing'

assert.deepEqual(Object.keys(emulator), ['startEmulator'])
assert.deepEqual(Object.keys(testing), ['useEmulator'])

// Its own program, as npm links it.
const require = createRequire(import.meta.url)
const { version }: { version: string } = require('@strongroom/emulator/package.json')
const bin = 'node_modules/.bin/strongroom-emulator'
const { stdout } = await promisify(execFile)(bin, ['--version'])
assert.equal(stdout, `${version}\n`)

// In process, with a seed and a folder.
const options: emulator.EmulatorOptions = { logLevel: 'error' satisfies emulator.LogLevel }
await using running: emulator.Emulator = await emulator.startEmulator(options)
const health: unknown = await (await fetch(`${running.endpoint}/_strongroom/health`)).json()
assert.partialDeepStrictEqual(health, { status: 'ok', version, store: 'memory', secrets: 0 })

// What it can do in tests: time, faults, snapshots, and what was called.
const rule: emulator.FaultRule = { operation: 'ListSecrets', fault: 'throttling', times: 1 }
const fault: emulator.StandingFault = running.faults.add(rule)
assert.deepEqual(running.faults.list(), [fault])
const { restore } = await running.snapshot()
await running.clock.advance('31d')
await restore()
const calls: readonly emulator.RecordedCall[] = running.requests({ limit: 1 })
assert.deepEqual(calls, [])
const scope: emulator.ResetScope = { region: 'eu-west-1' }
await running.reset(scope)
await running.reset()
assert.deepEqual(running.faults.list(), [])

// With the hooks of a test runner.
const hooks: testing.Hooks = { before, beforeEach, after }
const inTests: testing.TestEmulator = testing.useEmulator(hooks, { account: '123456789012' })
test('the variables lead to the emulator', () => {
  assert.equal(process.env.AWS_ENDPOINT_URL_SECRETS_MANAGER, inTests.endpoint)
})
