import { isUtf8 } from 'node:buffer'
import type { IncomingMessage } from 'node:http'
import type { Realm, Usable, Vault } from '@strongroom/vault'
import { type Caller, callerOf } from '../auth/caller.js'
import type { Guard } from '../auth/guard.js'
import { rootUser } from '../auth/root-user.js'
import type { SignedService } from '../auth/verification.js'
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
  /** Who asks for signatures and permissions; undefined where any will do. */
  readonly guard?: Guard | undefined
  readonly isInvokable: Usable
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
  const caller = identify(request, body, 'secretsmanager', service, trace)
  const input = readInput(operation.input, parse(body))
  trace.secretName = secretNameOf(input)
  requireToken(operation, input)
  const { guard } = service
  const incoming = { request, body, trace }
  if (guard !== undefined) await guard.admit(operation.name, input, caller, incoming)
  refuseChange(operation, service)
  const { vault, isInvokable, faults } = service
  const spoiled = faults?.isEmpty === false ? await struck(faults, operation, input, trace) : undefined
  const { realm, identity } = caller
  const principal = identity?.principal ?? rootUser(realm)
  const missed = (error: unknown) => trace.missed(error)
  const permitRead =
    guard && ((SecretId: string) => guard.admit('GetSecretValue', { SecretId }, caller, incoming))
  const context = { vault, realm, principal, isInvokable, missed, permitRead, spoiled }
  const output = await operation.run(context, input)
  return output === undefined ? '' : JSON.stringify(output)
}

function findOperation({ headers }: IncomingMessage, trace: Trace): Operation {
  const name = /^secretsmanager\.(\w+)$/.exec(String(headers['x-amz-target']))?.[1]
  const operation = name === undefined ? undefined : operationNamed(name)
  if (operation === undefined) throw refused('UnknownOperationException')
  trace.operation = operation.name
  return operation
}

/** Who asks, of Secrets Manager or of STS. */
export function identify(
  request: IncomingMessage,
  body: Buffer,
  asked: SignedService,
  { home, guard }: Service,
  trace: Trace,
): Caller {
  const caller =
    guard === undefined
      ? callerOf(request.headers.authorization, home)
      : guard.identify({ request, body, trace }, asked)
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
