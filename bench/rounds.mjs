/** How often each side of a ratio is measured. */
const rounds = 5

/**
 * Measures two things in turn, five times, and gives the median of the ratios of each round: `one` through `other`.
 * Neither is in the machine's favour, for each goes first as often as it can.
 */
export async function ratioOf(one, other) {
  const pairs = []
  for (let round = 0; round < rounds; round += 1) {
    if (round % 2 === 0) pairs.push([await one(), await other()])
    else {
      const second = await other()
      pairs.push([await one(), second])
    }
  }
  const ratios = pairs.map(([a, b]) => a / b)
  return { ratio: median(ratios), ratios, ones: pairs.map(([a]) => a), others: pairs.map(([, b]) => b) }
}

export function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]
}

/** `44,012 40,231 … requests/s`, as whole numbers. */
export function shown(numbers, unit) {
  return `${numbers.map((number) => Math.round(number).toLocaleString('en')).join('  ')} ${unit}`
}
