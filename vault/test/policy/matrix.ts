import { expect } from 'chai'
import { describe, it } from 'mocha'
import { decide, type Principal } from '#policy/access'
import { parsePolicy } from '#policy/document'

// Who and what the matrices are about: the secrets are in `here`, and other accounts ask for them as well.
export const here = '111122223333'
export const there = '444455556666'
const region = 'eu-central-1'

export const user = (name: string, account = here): Principal => ({
  arn: `arn:aws:iam::${account}:user/${name}`,
  account,
})
export const root = (account = here): Principal => ({ arn: `arn:aws:iam::${account}:root`, account })
export const session = (role: string, name = 'session', account = here): Principal => ({
  arn: `arn:aws:sts::${account}:assumed-role/${role.replace(/^.*\//, '')}/${name}`,
  account,
  roleArn: `arn:aws:iam::${account}:role/${role}`,
})

/** The ARN of a secret in `here`; the name has its suffix. */
export const secret = (name: string, at = region) => `arn:aws:secretsmanager:${at}:${here}:secret:${name}`

type Fields = Readonly<Record<string, unknown>>

/** A policy variable as its author writes it. */
export const variable = (key: string) => `\${${key}}`

/** A policy as its author writes it; `GetSecretValue` is short for `secretsmanager:GetSecretValue`. */
export const policy = (...Statement: readonly Fields[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement })
export const allow = (actions: string, more: Fields = {}) => statement('Allow', actions, more)
export const deny = (actions: string, more: Fields = {}) => statement('Deny', actions, more)

function statement(Effect: string, actions: string, more: Fields): Fields {
  const Action = actions.split(' ').map(named)
  return 'NotAction' in more ? { Effect, Resource: '*', ...more } : { Effect, Action, Resource: '*', ...more }
}

function named(action: string): string {
  return action === '*' || action.includes(':') ? action : `secretsmanager:${action}`
}

interface Written {
  readonly identity?: readonly string[]
  readonly resource?: string
}

interface Asked {
  readonly who?: Principal
  readonly does?: string
  /** A secret of `here` by name and suffix, an ARN, or `*`. */
  readonly on?: string
  readonly given?: Readonly<Record<string, string | readonly string[]>>
}

type Outcome =
  | 'allowed'
  | 'implicitly denied, identity-based'
  | 'implicitly denied, resource-based'
  | 'explicitly denied, identity-based'
  | 'explicitly denied, resource-based'

export const allowed = 'allowed'
export const unspoken = 'implicitly denied, identity-based'
export const unspokenThere = 'implicitly denied, resource-based'
export const forbidden = 'explicitly denied, identity-based'
export const forbiddenThere = 'explicitly denied, resource-based'

export type Row = readonly [title: string, asked: Asked, outcome: Outcome]

/** Claims of what some policies decide. Who does not say otherwise is alice, and asks for the value of `prod/db-AbCdEf`. */
export function decides(title: string, { identity = [], resource }: Written, rows: readonly Row[]): void {
  const policies = {
    identity: identity.map((text) => parsePolicy(text, 'identity')),
    resource: resource === undefined ? undefined : parsePolicy(resource, 'resource'),
  }
  describe(title, () => {
    for (const [claim, asked, outcome] of rows) {
      it(`${claim}: ${outcome}`, () => {
        const { who = user('alice'), does = 'GetSecretValue', on = 'prod/db-AbCdEf', given = {} } = asked
        const verdict = decide(
          {
            principal: who,
            action: named(does),
            resource: on === '*' || on.startsWith('arn:') ? on : secret(on),
            resourceAccount: here,
            context: new Map(Object.entries(given).map(([key, value]) => [key, [value].flat()])),
          },
          policies,
        )
        expect(verdict.allowed ? allowed : told(verdict)).to.equal(outcome)
      })
    }
  })
}

function told({ explicit, in: where }: { readonly explicit: boolean; readonly in: string }): string {
  return `${explicit ? 'explicitly' : 'implicitly'} denied, ${where}`
}
