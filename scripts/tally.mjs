/**
 * Adds up what each package's reporter left: `results` maps a package's name to its counts, or to undefined where the
 * run ended without leaving any. A skip without a reason is a failure, and so is a package that said nothing.
 */
export function tally(results, { skipsAllowed }) {
  const remarks = []
  let passed = 0
  let failed = 0
  let skipped = 0
  for (const [name, counts] of results) {
    if (counts === undefined) {
      failed++
      remarks.push(`${name}: the tests ended without a result`)
      continue
    }
    passed += counts.passed
    failed += counts.failed
    for (const { title, reason } of counts.skipped) {
      if (reason === null) {
        failed++
        remarks.push(`${name}: skipped without a reason, which counts as failed: ${title}`)
      } else {
        skipped++
        remarks.push(`${name}: skipped (${reason}): ${title}`)
      }
    }
  }
  const refused = skipped > 0 && !skipsAllowed
  if (refused) remarks.push('This run allows no skips.')
  if (passed === 0) remarks.push('No test passed.')
  return {
    ok: failed === 0 && passed > 0 && !refused,
    remarks,
    line: `${passed} passed, ${failed} failed, ${skipped} skipped`,
  }
}
