import { isUtf8 } from 'node:buffer'
import type { Realm, Vault } from '@strongroom/vault'
import { type Caller, callerOf } from '../auth/caller.js'
import { operationNamed } from '../operations/index.js'
import type { Operation, Output } from '../operations/operation.js'
import { Refused, refused } from '../refusal.js'
import { readInput } from '../shapes/input.js'
import { TypeFault } from '../shapes/type-fault.js'

/** What the emulator is, as far as a request can tell. */
export interface Service {
  readonly vault: Vault
  /** Where a request goes whose credentials name no account, or whose scope names no Region. */
  readonly home: Realm
  readonly readOnly: boolean
}

export interface WireRequest {
  /** X-Amz-Target. */
  readonly target: string | undefined
  readonly authorization: string | undefined
  readonly body: Buffer
}

/** What the log tells of a request: filled in as far as it gets. */
export interface Trace {
  operation?: string
  caller?: Caller
  /** The secret that is asked for, as far as it can be one. */
  secretName?: string | undefined
}

/** Answers a request. What comes first here refuses first: this is the order of refusals. */
export async function answer(request: WireRequest, service: Service, trace: Trace): Promise<Output> {
  const operation = findOperation(request, trace)
  const { realm } = identify(request, service, trace)
  const body = parse(request.body)
  const input = readInput(operation.input, body)
  trace.secretName = secretNameOf(input)
  requireToken(operation, input)
  refuseChange(operation, service)
  return operation.run({ vault: service.vault, realm }, input)
}

function findOperation({ target = '' }: WireRequest, trace: Trace): Operation {
  const name = /^secretsmanager\.(\w+)$/.exec(target)?.[1]
  const operation = name === undefined ? undefined : operationNamed(name)
  if (operation === undefined) throw refused('UnknownOperationException')
  trace.operation = operation.name
  return operation
}

function identify({ authorization }: WireRequest, { home }: Service, trace: Trace): Caller {
  const caller = callerOf(authorization, home)
  trace.caller = caller
  return caller
}

/** The body as JSON; without one, an object without members. */
function parse(body: Buffer): unknown {
  if (body.byteLength === 0) return {}
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

function refuseChange({ name, changes }: Operation, { readOnly }: Service): void {
  if (!changes || !readOnly) return
  throw refused('AccessDeniedException', `${name} is refused: this emulator is read-only.`)
}

const nameLike = /^[A-Za-z0-9/_+=.@!:-]{1,2048}$/

/** What a request calls its secret, or the first of them. What cannot be a name is not told: it may be a value, misplaced. */
function secretNameOf(input: object): string | undefined {
  const { SecretId, Name, SecretIdList } = input as Partial<Record<string, unknown>>
  const [first]: readonly unknown[] = Array.isArray(SecretIdList) ? SecretIdList : [SecretId ?? Name]
  return typeof first === 'string' && nameLike.test(first) ? first : undefined
}
