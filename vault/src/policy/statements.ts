import type { AccessRequest } from './access.js'
import { holds } from './conditions.js'
import type { Statement } from './document.js'
import type { Facts } from './facts.js'
import { globIn } from './template.js'
import { isLike } from './wildcards.js'

/** Whether a statement is about the action, the resource and the circumstances of a request, whoever asks. */
export function appliesTo(
  { actions, resources, conditions }: Statement,
  { action, resource }: AccessRequest,
  facts: Facts,
): boolean {
  return (
    actions.patterns.some((glob) => isLike(action.toLowerCase(), glob)) !== actions.not &&
    resources.patterns.some((template) => {
      const glob = globIn(template, facts)
      return glob !== undefined && isLike(resource, glob)
    }) !== resources.not &&
    conditions.every((condition) => holds(condition, facts))
  )
}
