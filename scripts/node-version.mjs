/** The oldest Node that runs everything here; `engines` in the package files says the same (a test compares). */
export const oldest = '22.22.2'

/**
 * Why a Node with these `process.versions` cannot run Strongroom, in one sentence; undefined where it can.
 *
 * The Node-API check stands beside the version because a native module built for a newer one dies of a signal, without
 * a word, before any error could be caught.
 */
export function whyNot(versions) {
  const has = versions.node.split('.').map(Number)
  const wants = oldest.split('.').map(Number)
  const different = wants.findIndex((part, i) => has[i] !== part)
  const older = different >= 0 && !(has[different] > wants[different])
  if (!older && Number(versions.napi) >= 10) return undefined
  return `Strongroom needs Node.js ${oldest} or later, and this is ${versions.node}: install a newer Node.js (24 is what it is developed on).`
}
