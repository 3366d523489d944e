const units = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const

const part = String.raw`\d+(?:\.\d+)?(?:ms|[smhdw])`
const whole = new RegExp(`^(?:${part}\\s*)+$`)

/** How long a text such as `31d` or `1h 30m` means, in whole milliseconds; undefined if it means nothing. */
export function durationOf(text: string): number | undefined {
  if (!whole.test(text.trim())) return undefined
  let ms = 0
  for (const [, count, unit] of text.matchAll(/(\d+(?:\.\d+)?)(ms|[smhdw])/g)) {
    ms += Number(count) * units[unit as keyof typeof units]
  }
  // There are no parts of milliseconds in the store.
  return Math.round(ms)
}
