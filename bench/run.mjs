// npm run bench [-- NAME…]
//
// Measures, and prints ratios: each is of two things that were measured in turn, in one run, on one machine, so that a slow
// machine slows both. Exits with 1 if a ratio is not what it should be.
import { putAgainstGet } from './put-against-get.mjs'
import { readAgainstBare } from './read-against-bare.mjs'
import { startAgainstBare } from './start-against-bare.mjs'
import { yearOfRotations } from './year-of-rotations.mjs'

const measurements = {
  read: readAgainstBare,
  write: putAgainstGet,
  start: startAgainstBare,
  year: yearOfRotations,
}

const asked = process.argv.slice(2)
const strange = asked.filter((name) => !Object.hasOwn(measurements, name))
if (strange.length > 0) {
  console.error(`There is no ${strange.join(', ')}: only ${Object.keys(measurements).join(', ')}.`)
  process.exit(2)
}

console.log(`Node.js ${process.version} on ${process.platform}-${process.arch}`)
for (const name of asked.length > 0 ? asked : Object.keys(measurements)) {
  console.log(`\n${name}`)
  for (const { title, ratio, least, most, details } of await measurements[name]()) {
    const kept = (least === undefined || ratio >= least) && (most === undefined || ratio <= most)
    const goal = least === undefined ? `at most ${most}` : `at least ${least}`
    console.log(`  ${title}: ${ratio.toFixed(3)} (${goal}: ${kept ? 'kept' : 'NOT KEPT'})`)
    for (const detail of details) console.log(`    ${detail}`)
    if (!kept) process.exitCode = 1
  }
}
