import { writeFileSync } from 'node:fs'
import path from 'node:path'
import Mocha from 'mocha'

const { EVENT_RUN_END, EVENT_TEST_FAIL, EVENT_TEST_PASS, EVENT_TEST_PENDING } = Mocha.Runner.constants

/** mocha's own spec reporter, which also leaves the counts in the file that `npm test` adds up. */
export default class Reporter extends Mocha.reporters.Spec {
  constructor(runner, options) {
    super(runner, options)
    const counts = { passed: 0, failed: 0, skipped: [] }
    runner.on(EVENT_TEST_PASS, () => counts.passed++)
    runner.on(EVENT_TEST_FAIL, () => counts.failed++)
    runner.on(EVENT_TEST_PENDING, (test) => {
      counts.skipped.push({ title: test.fullTitle(), reason: reasonOf(test) ?? null })
    })
    const { STRONGROOM_TEST_RESULTS: folder, npm_package_name: name } = process.env
    if (folder !== undefined) {
      const file = path.join(folder, `${encodeURIComponent(name)}.json`)
      runner.on(EVENT_RUN_END, () => writeFileSync(file, JSON.stringify(counts)))
    }
  }
}

/** A reason given in a `before` hook stands on that hook's suite, for every test of it. */
function reasonOf(test) {
  for (let at = test; at; at = at.parent) if (at.skipReason) return at.skipReason
  return undefined
}
