import { type Condition, conditionsOf } from './conditions.js'
import { PolicyFault } from './fault.js'
import { type Fields, fieldsOf, parsed, textOf, textsOf } from './json.js'
import { type Principals, principalsOf } from './principals.js'
import { type Template, templateOf, withoutVariables } from './template.js'
import { type Glob, globOf } from './wildcards.js'

export interface Policy {
  readonly statements: readonly Statement[]
}

export interface Statement {
  readonly effect: 'Allow' | 'Deny'
  /** In resource-based policies, and nowhere else. */
  readonly principals?: Principals | undefined
  readonly actions: Selection<Glob>
  readonly resources: Selection<Template>
  /** All of them have to hold. */
  readonly conditions: readonly Condition[]
}

/** What fits one of the patterns, or what fits none of them. */
interface Selection<P> {
  readonly not: boolean
  readonly patterns: readonly P[]
}

export type PolicyKind = 'identity' | 'resource'

const common = ['Sid', 'Effect', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition']
const elements: Readonly<Record<PolicyKind, readonly string[]>> = {
  identity: common,
  resource: [...common, 'Principal', 'NotPrincipal'],
}

/** How statements are called. Not recorded for resource-based policies: other services take blanks in theirs. */
const sids: Readonly<Record<PolicyKind, RegExp>> = {
  identity: /^[A-Za-z0-9]*$/,
  resource: /^[A-Za-z0-9 _-]*$/,
}

/** Reads a policy. Throws a PolicyFault with a message that says what is wrong and where. */
export function parsePolicy(text: string, kind: PolicyKind): Policy {
  const document = fieldsOf(parsed(text), 'the policy', ['Version', 'Id', 'Statement'])
  const { Version = '2008-10-17', Id = '', Statement } = document
  if (Version !== '2012-10-17' && Version !== '2008-10-17') {
    throw new PolicyFault('Version', 'must be 2012-10-17 or 2008-10-17')
  }
  textOf(Id, 'Id')
  if (Statement === undefined) throw new PolicyFault('the policy', 'has no Statement')
  const list: readonly unknown[] = Array.isArray(Statement) ? Statement : [Statement]
  if (list.length === 0) throw new PolicyFault('Statement', 'must not be empty')
  const templates = Version === '2012-10-17' ? templateOf : withoutVariables
  const where = (index: number) => (Array.isArray(Statement) ? `Statement[${index}]` : 'Statement')
  const read = list.map((each, index) => ({
    where: where(index),
    fields: fieldsOf(each, where(index), elements[kind]),
  }))
  refuseSids(read, sids[kind])
  return { statements: read.map(({ fields, where }) => statementOf(fields, where, kind, templates)) }
}

function refuseSids(
  statements: readonly { readonly fields: Fields; readonly where: string }[],
  spelling: RegExp,
): void {
  const seen = new Set<string>()
  for (const { fields, where } of statements) {
    const sid = textOf(fields.Sid ?? '', `${where}.Sid`)
    if (!spelling.test(sid)) throw new PolicyFault(`${where}.Sid`, 'has characters that no Sid has')
    if (sid !== '' && seen.has(sid))
      throw new PolicyFault(`${where}.Sid`, `is that of another statement: ${sid}`)
    seen.add(sid)
  }
}

function statementOf(
  fields: Fields,
  where: string,
  kind: PolicyKind,
  templates: (source: string) => Template,
): Statement {
  const { Effect, Condition } = fields
  if (Effect !== 'Allow' && Effect !== 'Deny')
    throw new PolicyFault(`${where}.Effect`, 'must be Allow or Deny')
  const principal = kind === 'resource' ? eitherOf(fields, 'Principal', where) : undefined
  const action = eitherOf(fields, 'Action', where)
  const resource = eitherOf(fields, 'Resource', where)
  return {
    effect: Effect,
    principals: principal && principalsOf(principal.value, principal.where, principal.not),
    actions: {
      not: action.not,
      patterns: textsOf(action.value, action.where).map((each) => actionGlob(each, action.where)),
    },
    resources: {
      not: resource.not,
      patterns: textsOf(resource.value, resource.where).map((each) =>
        templates(resourceOf(each, resource.where)),
      ),
    },
    conditions: Condition === undefined ? [] : conditionsOf(Condition, `${where}.Condition`, templates),
  }
}

/** The one that is there of an element and its opposite. */
function eitherOf(
  fields: Fields,
  name: string,
  where: string,
): { readonly value: unknown; readonly where: string; readonly not: boolean } {
  const given = [name, `Not${name}`].filter((each) => Object.hasOwn(fields, each))
  const [called] = given
  if (called === undefined || given.length > 1)
    throw new PolicyFault(where, `must have ${name} or Not${name}, and one only`)
  return { value: fields[called], where: `${where}.${called}`, not: called !== name }
}

/** Actions are the same in every letter case. */
function actionGlob(action: string, where: string): Glob {
  if (!/^(?:\*|[A-Za-z0-9-]+:[A-Za-z0-9*?]+)$/.test(action)) {
    throw new PolicyFault(where, `must be actions like secretsmanager:GetSecretValue, or *, not ${action}`)
  }
  return globOf(action.toLowerCase())
}

function resourceOf(resource: string, where: string): string {
  if (resource !== '*' && !/^arn:(?:[^:]*:){4}|^arn:.*\*$/s.test(resource)) {
    throw new PolicyFault(where, `must be ARNs or *, not ${resource}`)
  }
  return resource
}
