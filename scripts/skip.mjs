/**
 * Skips the running test and says why: `skip(this, 'no Docker engine')`. In a `before` hook it skips every test of that
 * hook's suite. A skip without a reason counts as a failure, so this is the way to skip.
 */
export function skip(context, reason) {
  skippedBy(context).skipReason = reason
  context.skip()
}

function skippedBy({ test, currentTest }) {
  if (test.type === 'test') return test
  return test.title.startsWith('"before all"') ? test.parent : currentTest
}
