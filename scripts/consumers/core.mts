// A user's program: strict TypeScript with nothing but the published packages. check-packages.mjs compiles and runs it.
import assert from 'node:assert/strict'
import * as core from '@strongroom/core'
import * as inversify from '@strongroom/core/inversify'

/** Every value that the package exports; types are used below. */
const documented: readonly string[] = []

assert.deepEqual(Object.keys(core).sort(), [...documented].sort())
assert.equal(typeof inversify, 'object')
