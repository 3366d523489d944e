/**
 * Skips the running test and says why: `skip(this, 'no Docker engine')`. The reporter counts a skip without a reason as
 * a failure, so this is the way to skip.
 */
export function skip(context, reason) {
  const test = context.currentTest ?? context.test
  test.skipReason = reason
  context.skip()
}
