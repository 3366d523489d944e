import { globbed } from '../glob.js'
import { isObject } from '../members.js'
import { operations } from '../operations/index.js'

/**
 * The actions in the text of a policy that are called after Secrets Manager and fit none of its operations. IAM takes
 * them, and they allow and deny nothing.
 */
export function unknownActions(policy: string): readonly string[] {
  const parsed: unknown = JSON.parse(policy)
  const statements = isObject(parsed) ? [parsed.Statement].flat() : []
  return statements
    .flatMap((each) => (isObject(each) ? [each.Action, each.NotAction].flat() : []))
    .filter((action) => typeof action === 'string')
    .filter((action) => /^secretsmanager:/i.test(action) && !fitsAny(action))
}

/** The case of an action does not count. Where it leaves single letters open, with `?`, it is not looked into. */
function fitsAny(action: string): boolean {
  const name = action.slice(action.indexOf(':') + 1).toLowerCase()
  const fits = globbed(name)
  return name.includes('?') || operations.some((operation) => fits(operation.name.toLowerCase()))
}
