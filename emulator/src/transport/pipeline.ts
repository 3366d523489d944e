import { isUtf8 } from 'node:buffer'
import type { IncomingMessage } from 'node:http'
import type { Realm, Vault } from '@strongroom/vault'
import { type Caller, callerOf } from '../auth/caller.js'
import type { Faults } from '../faults/faults.js'
import type { Context } from '../operations/context.js'
import { operationNamed } from '../operations/index.js'
import type { Operation } from '../operations/operation.js'
import { Refused, refused } from '../refusal.js'
import { secretIdsIn } from '../secret-ids.js'
import { readInput } from '../shapes/input.js'
import { TypeFault } from '../shapes/type-fault.js'
import type { Trace } from './trace.js'

/** What the emulator is, as far as a request can tell. */
export interface Service {
  readonly vault: Vault
  /** Where a request goes whose credentials name no account, or whose scope names no Region. */
  readonly home: Realm
  readonly readOnly: boolean
  /** What is made to go wrong; nothing where absent. */
  readonly faults?: Faults | undefined
}

/**
 * Answers a request about secrets: what it answers as JSON. What comes first here refuses first: this is the order of
 * refusals, up to those that need to know the secret, which the vault has in its verbs.
 */
export async function answer(
  request: IncomingMessage,
  body: Buffer,
  service: Service,
  trace: Trace,
): Promise<string> {
  const operation = findOperation(request, trace)
  const { realm } = identify(request, service, trace)
  const input = readInput(operation.input, parse(body))
  trace.secretName = secretNameOf(input)
  requireToken(operation, input)
  refuseChange(operation, service)
  const { vault, faults } = service
  const spoiled = faults?.isEmpty === false ? await struck(faults, operation, input, trace) : undefined
  const output = await operation.run({ vault, realm, missed: (error) => trace.missed(error), spoiled }, input)
  return output === undefined ? '' : JSON.stringify(output)
}

function findOperation({ headers }: IncomingMessage, trace: Trace): Operation {
  const name = /^secretsmanager\.(\w+)$/.exec(String(headers['x-amz-target']))?.[1]
  const operation = name === undefined ? undefined : operationNamed(name)
  if (operation === undefined) throw refused('UnknownOperationException')
  trace.operation = operation.name
  return operation
}

function identify({ headers }: IncomingMessage, { home }: Service, trace: Trace): Caller {
  const caller = callerOf(headers.authorization, home)
  trace.caller = caller
  return caller
}

function parse(body: Buffer): unknown {
  if (!isUtf8(body)) throw new TypeFault()
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    // What JSON.parse says quotes the body, which may hold a secret.
    throw new TypeFault()
  }
}

function requireToken({ token }: Operation, input: object): void {
  if (token === undefined || Reflect.get(input, 'ClientRequestToken') !== undefined) return
  const message = 'You must provide a ClientRequestToken value. We recommend a UUID-type value.'
  throw new Refused({ status: 400, type: token, message })
}

/** AWS has no such state: this comes last, so that all that is wrong by AWS is told first. */
function refuseChange({ name, changes }: Operation, { readOnly }: Service): void {
  if (!changes || !readOnly) return
  throw refused('AccessDeniedException', `${name} is refused: this emulator is read-only.`)
}

/** Lets faults strike the call. Answers which of them strike single secrets of it. */
async function struck(
  faults: Faults,
  { name: operation }: Operation,
  input: object,
  trace: Trace,
): Promise<Context['spoiled']> {
  const { requestId } = trace
  const secretIds = secretIdsIn(input).filter((id) => nameLike.test(id))
  trace.isHalved = (await faults.strike({ operation, secretIds, requestId })) === 'half-answer'
  return (secretName) => faults.spoiled({ operation, secretIds: [secretName], requestId })
}

const nameLike = /^[A-Za-z0-9/_+=.@!:-]{1,2048}$/

/** What a request calls its secret, or the first of them. What cannot be a name is not told: it may be a value, misplaced. */
function secretNameOf(input: object): string | undefined {
  const [first] = secretIdsIn(input)
  return first !== undefined && nameLike.test(first) ? first : undefined
}
