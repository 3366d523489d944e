import { createHash } from 'node:crypto'
import type { Principal } from '@strongroom/vault'

/** Who an identity is. */
export interface Subject {
  readonly principal: Principal
  readonly userId: string
}

const word = '[\\w+=,.@-]{1,64}'
const patterns = {
  root: /^arn:aws[a-z-]*:iam::(\d{12}):root$/,
  user: new RegExp(`^arn:aws[a-z-]*:iam::(\\d{12}):user/(?:[!-~]+/)?${word}$`),
  session: new RegExp(`^arn:(aws[a-z-]*):sts::(\\d{12}):assumed-role/(${word})/(${word})$`),
}

/** Whom an ARN names; undefined for what cannot sign requests, such as a role without a session. */
export function subjectOf(arn: string, rolePath = '/'): Subject | undefined {
  const [, root] = patterns.root.exec(arn) ?? []
  if (root !== undefined) return { principal: { arn, account: root }, userId: root }
  const [, account] = patterns.user.exec(arn) ?? []
  if (account !== undefined) return { principal: { arn, account }, userId: idFor('AIDA', arn) }
  const [, partition, owner = '', role, session] = patterns.session.exec(arn) ?? []
  if (role === undefined) return undefined
  const roleArn = `arn:${partition}:iam::${owner}:role${rolePath}${role}`
  return { principal: { arn, account: owner, roleArn }, userId: `${idFor('AROA', roleArn)}:${session}` }
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** Like an id of AWS's, and the same on every machine. */
function idFor(prefix: string, arn: string): string {
  const bytes = createHash('sha256').update(arn).digest().subarray(0, 17)
  return prefix + [...bytes].map((byte) => letters[byte % letters.length]).join('')
}
