/**
 * The examples of a README: each `ts` block, and the lines that it prints according to the comments behind its calls of
 * console.log.
 */
export function examplesIn(markdown) {
  return [...markdown.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code]) => ({
    code,
    prints: [...code.matchAll(/^ *console\.log\(.*\) \/\/ (.*)$/gm)].map(([, line]) => line),
  }))
}
