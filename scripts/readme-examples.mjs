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

/** The files that the examples find in their folder: blocks that are called by a file's name, ```yaml app.yaml. */
export function filesIn(markdown) {
  return [...markdown.matchAll(/^```\w+ (\S+)\n(.*?)^```$/gms)].map(([, name, content]) => ({
    name,
    content,
  }))
}
