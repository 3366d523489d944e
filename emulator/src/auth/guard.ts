import type { IncomingMessage } from 'node:http'
import { type Clock, Recent } from '@strongroom/core/parts'
import { decide, type Policy, parsePolicy, type Realm, type Vault } from '@strongroom/vault'
import { type Refusal, Refused } from '../refusal.js'
import type { IamMode } from '../settings.js'
import { readAuthorization } from './authorization.js'
import { type Caller, callerOf } from './caller.js'
import { type Fact, factsOfCircumstances, factsOfIdentity, factsOfInput } from './condition-keys.js'
import { denial } from './denial.js'
import type { AccessKey, Holder, Identities, Identity } from './identities.js'
import { needsOf } from './permissions.js'
import { anywhere, type Target, targetOf } from './target.js'
import { type SignedService, Verifier } from './verification.js'

export interface GuardOptions {
  readonly mode: Exclude<IamMode, 'off'>
  readonly identities: Identities
  readonly vault: Vault
  /** What clients sign by; the vault's clock says what time it is for everything else. */
  readonly signedBy: Clock
  /** Where a caller belongs whom nobody knows, while requests are only audited. */
  readonly home: Realm
}

/** A request on its way. */
export interface Incoming {
  readonly request: IncomingMessage
  readonly body: Buffer
  /** Is told whose key it says that it has, and what AWS would have said first, where requests are only audited. */
  readonly trace: { claimedKeyId: string | undefined; refusedByAws: Refusal | undefined }
}

/**
 * Stands before the operations and lets through what AWS would: requests that somebody has signed who may do what they
 * ask for. Where it only audits it lets everything through.
 */
export class Guard {
  readonly #options: GuardOptions
  readonly #verifier: Verifier
  /** Of secrets, by their text. */
  readonly #policies = new Recent<Policy>(256)

  constructor(options: GuardOptions) {
    this.#options = options
    const { identities, signedBy, vault } = options
    this.#verifier = new Verifier({ identities, clock: vault.clock, signedBy })
  }

  /** Who signed a request to a service: its account is that of the identity, whatever the key is called. */
  identify({ request, body, trace }: Incoming, service: SignedService): Caller {
    const { mode, identities, home } = this.#options
    const { headers, headersDistinct, method = '', url: target = '' } = request
    const claimed = callerOf(headers.authorization, home)
    trace.claimedKeyId = claimed.accessKeyId
    try {
      const given = readAuthorization(headers.authorization)
      const holder = this.#verifier.verify({ method, target, headers: headersDistinct, body }, given, service)
      return callerAs(holder, claimed)
    } catch (error) {
      if (mode === 'enforce' || !(error instanceof Refused)) throw error
      trace.refusedByAws = error.refusal
      return callerAs(identities.holderOf(claimed.accessKeyId), claimed)
    }
  }

  /** What a rotation function signs with; undefined where no identity names it. */
  keyForFunction(functionArn: string): AccessKey | undefined {
    return this.#options.identities.keyForFunction(functionArn)
  }

  /** Refuses an operation that the caller may not do with this input. */
  async admit(operation: string, input: object, caller: Caller, incoming: Incoming): Promise<void> {
    const { mode, vault } = this.#options
    const { identity, realm } = caller
    const { trace } = incoming
    // What AWS would not have let in so far, it would not have decided on.
    if (identity === undefined || trace.refusedByAws !== undefined) return
    const needs = needsOf(operation, input)
    const isNamed = needs.some(({ everywhere }) => !everywhere)
    const named = isNamed ? await targetOf(vault, realm, input) : anywhere(realm)
    const facts = this.#factsOf(input, identity, realm, incoming)
    for (const { action, everywhere } of needs) {
      const refusal = this.#refusalOf(action, everywhere ? anywhere(realm) : named, identity, facts)
      if (refusal === undefined) continue
      if (mode === 'enforce') throw refusal
      trace.refusedByAws = refusal.refusal
      return
    }
  }

  #factsOf(input: object, identity: Identity, realm: Realm, { request }: Incoming): readonly Fact[] {
    const circumstances = {
      sourceIp: request.socket.remoteAddress,
      userAgent: request.headers['user-agent'],
      region: realm.region,
      now: this.#options.vault.clock.now(),
    }
    return [
      ...factsOfCircumstances(circumstances),
      ...factsOfIdentity(identity),
      ...factsOfInput(input, realm),
    ]
  }

  #refusalOf(
    action: string,
    { arn, told, account, facts, secret }: Target,
    { principal, policies }: Identity,
    known: readonly Fact[],
  ): Refused | undefined {
    const request = {
      principal,
      action,
      resource: arn,
      resourceAccount: account,
      context: new Map([...known, ...facts]),
    }
    const verdict = decide(request, {
      identity: policies,
      resource: this.#policyOf(secret?.policy),
    })
    return verdict.allowed ? undefined : denial({ by: principal.arn, action, resource: told, verdict })
  }

  #policyOf(text: string | undefined): Policy | undefined {
    if (text === undefined) return undefined
    const known = this.#policies.use(text)
    if (known !== undefined) return known
    const policy = parsePolicy(text, 'resource')
    this.#policies.keep(text, policy)
    return policy
  }
}

function callerAs(holder: Holder | undefined, claimed: Caller): Caller {
  if (holder === undefined) return claimed
  const { identity } = holder
  const { account } = identity.principal
  return { ...claimed, identity, realm: { account, region: claimed.realm.region } }
}
