/** A number that an option must be; throws a TypeError that names the option and what came instead. */
export function requireNumber(
  where: string,
  name: string,
  value: unknown,
  least: number,
  most = Number.MAX_VALUE,
): number {
  if (typeof value === 'number' && Number.isFinite(value) && value >= least && value <= most) return value
  const range = most === Number.MAX_VALUE ? `${least} or more` : `from ${least} to ${most}`
  throw new TypeError(`${where}: "${name}" must be a number, ${range}, got ${String(value)}`)
}

/** Throws a TypeError if there are options that nobody knows, which are misspelt ones most of the time. */
export function requireKeys(where: string, options: unknown, known: readonly string[], within = ''): void {
  if (typeof options !== 'object' || options === null) {
    throw new TypeError(
      `${where}: ${within === '' ? 'the options' : `"${within.slice(0, -1)}"`} must be an object`,
    )
  }
  const strange = Object.keys(options).find((key) => !known.includes(key))
  if (strange === undefined) return
  throw new TypeError(`${where}: there is no option "${within}${strange}", only ${known.join(', ')}`)
}
