import { limits } from '../limits.js'
import type { Labels } from '../model.js'
import {
  currentCannotGo,
  moveNowhere,
  removeFromElsewhere,
  removeFromMissing,
  tooManyLabels,
} from '../refusals.js'

/** Moves AWSCURRENT to `versionId`; the version that held it becomes AWSPREVIOUS and drops AWSPENDING. */
export function promote(labels: Labels, versionId: string): Labels {
  const previous = labels.get('AWSCURRENT')
  if (previous === versionId) return labels
  const next = new Map(labels).set('AWSCURRENT', versionId)
  if (previous !== undefined) {
    next.set('AWSPREVIOUS', previous)
    if (next.get('AWSPENDING') === previous) next.delete('AWSPENDING')
  }
  return next
}

/** Gives a new version its labels, taken from whichever version has them. */
export function attach(labels: Labels, versionId: string, wanted: readonly string[]): Labels {
  const next = new Map(wanted.includes('AWSCURRENT') ? promote(labels, versionId) : labels)
  for (const label of wanted) next.set(label, versionId)
  return withinLimit(next, labels)
}

/** Moves one label, as UpdateSecretVersionStage asks for it. That `to` is a version of the secret must be known. */
export function move(
  labels: Labels,
  label: string,
  to: string | undefined,
  from: string | undefined,
): Labels {
  const holder = labels.get(label)
  if (to === undefined && from === undefined) throw moveNowhere()
  if (from !== undefined && from !== holder) throw removeFromElsewhere(label)
  if (to === undefined) return remove(labels, label)
  if (holder === to) return labels
  if (holder !== undefined && from === undefined) throw removeFromMissing(label, holder)
  if (label === 'AWSCURRENT') return withinLimit(promote(labels, to), labels)
  return withinLimit(new Map(labels).set(label, to), labels)
}

function remove(labels: Labels, label: string): Labels {
  if (label === 'AWSCURRENT') throw currentCannotGo()
  const next = new Map(labels)
  next.delete(label)
  return next
}

/** The labels of one version. How AWS orders them is not known; here it is by the alphabet. */
export function labelsOf(labels: Labels, versionId: string): readonly string[] {
  const held: string[] = []
  for (const [label, holder] of labels) if (holder === versionId) held.push(label)
  return held.sort()
}

/** The labels of every version that has one. */
export function labelsByVersion(labels: Labels): ReadonlyMap<string, readonly string[]> {
  const byVersion = new Map<string, string[]>()
  for (const [label, versionId] of [...labels].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const held = byVersion.get(versionId)
    if (held === undefined) byVersion.set(versionId, [label])
    else held.push(label)
  }
  return byVersion
}

/** Refuses one label more than a secret can have; where a rotation has brought it, the others may still be moved. */
function withinLimit(next: Labels, before: Labels): Labels {
  if (next.size > limits.labelsOfSecret && next.size > before.size) throw tooManyLabels()
  return next
}
