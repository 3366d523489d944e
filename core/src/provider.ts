import type { SecretsError, SecretsErrorCode } from './errors.js'
import type { SecretRef } from './ref.js'
import type { SecretValue } from './secret-value.js'

/** How long a caller will wait; the last argument of every call. */
export interface Op {
  /** Gives the call up: it rejects with ABORTED at once, and nobody else's call is touched. */
  readonly signal?: AbortSignal | undefined
  /** Milliseconds after which the call rejects with TIMEOUT. */
  readonly timeoutMs?: number | undefined
}

/** What may be stored: text stays text, and bytes stay bytes. */
export type SecretInput = string | Uint8Array

export interface NameLimits {
  /** Longest name, in characters; 512 where absent. */
  readonly maxLength?: number
  /** Whether a full or partial ARN may stand for a name. */
  readonly arn?: boolean
}

/**
 * What a provider can do, said before anyone asks: a frozen plain object.
 *
 * What is declared works as the contract says. What is not declared rejects with UNSUPPORTED and changes nothing.
 */
export interface Capabilities {
  /** `create` and `put`. */
  readonly write: boolean
  /** Reading by version id or any label, `versions`; with `write` also `moveLabel`, `token` and `labels`. */
  readonly versions: boolean
  /** `ifVersion` of `put`. */
  readonly conditional: boolean
  /** Values that are bytes. */
  readonly binary: boolean
  readonly list: boolean
  /** Which ways of `delete` there are: `soft` with a recovery window, `force` without, and `restore`. */
  readonly delete: readonly ('soft' | 'force' | 'restore')[]
  /** How many names one call to the backend can read. */
  readonly batch: number
  /** `tag`, `untag`, and `tags` of `create`. */
  readonly tags: boolean
  readonly watch: boolean
  /** What an acknowledged write survives. */
  readonly durability: 'none' | 'process' | 'power-loss' | 'replicated'
  /** Who may use one backend at the same time. */
  readonly concurrency: 'process' | 'multi-process' | 'distributed'
  readonly limits: {
    readonly name: NameLimits
    readonly value: {
      /** Longest value, in bytes. */
      readonly maxBytes: number
    }
    /** Text that this backend cannot hold or changes, named so that it surprises nobody. */
    readonly text?: {
      readonly nul?: 'refused'
      readonly trailingNewline?: 'dropped'
    }
  }
}

/** A secret without its value. */
export interface SecretInfo {
  readonly name: string
  readonly description?: string
  readonly tags?: Readonly<Record<string, string>>
  readonly createdAt: Date
  readonly changedAt?: Date
  /** When the secret will be gone; absent while it is not scheduled for deletion. */
  readonly deletesAt?: Date
  /** The versions that carry a label, oldest first. */
  readonly versions: readonly VersionInfo[]
}

export interface VersionInfo {
  readonly versionId: string
  readonly labels: readonly string[]
  readonly createdAt: Date
}

/** A part of a whole. A page may be short, even empty, and still be followed by another. */
export interface Page<T> {
  readonly items: readonly T[]
  /** Where the next page starts; absent on the last one. */
  readonly cursor?: string
}

export interface ListOptions {
  /** Only names that start with exactly this. */
  readonly prefix?: string | undefined
  readonly cursor?: string | undefined
  /** 1–100. */
  readonly limit?: number | undefined
  /** Also those scheduled for deletion. */
  readonly includeDeleted?: boolean | undefined
}

export interface VersionsOptions {
  readonly cursor?: string | undefined
  /** 1–100. */
  readonly limit?: number | undefined
  /** Also versions without a label. */
  readonly includeDeprecated?: boolean | undefined
}

export interface CreateOptions {
  readonly description?: string | undefined
  readonly tags?: Readonly<Record<string, string>> | undefined
  /** Makes the call safe to repeat, and becomes the version's id: 32–64 characters. */
  readonly token?: string | undefined
}

export interface PutOptions {
  /** Exactly these labels move to the new version; AWSCURRENT where absent. */
  readonly labels?: readonly string[] | undefined
  /** Makes the call safe to repeat, and becomes the version's id: 32–64 characters. */
  readonly token?: string | undefined
  /** Writes only while this version is current, and rejects with CONFLICT otherwise. */
  readonly ifVersion?: string | undefined
}

export interface MoveLabelOptions {
  /** The version that gets the label; without it, the label is taken away. */
  readonly to?: string | undefined
  /** The version that holds it now; must be given if one does. */
  readonly from?: string | undefined
}

export interface DeleteOptions {
  /** Days in which the secret can be restored, 7–30; 30 where absent. */
  readonly recoveryDays?: number | undefined
  /** At once and for good. */
  readonly force?: boolean | undefined
}

/** Something happened to a secret that is watched. Never holds a value. */
export type SecretChange =
  | { readonly kind: 'changed'; readonly name: string; readonly versionId: string }
  | { readonly kind: 'deleted'; readonly name: string }
  /** The secret could not be read; told once, until it can be read again or the code is another. */
  | { readonly kind: 'failed'; readonly name: string; readonly code: SecretsErrorCode }

export interface Health {
  readonly status: 'healthy' | 'degraded' | 'unhealthy'
  readonly provider: string
  /** What is wrong, in a sentence without values. */
  readonly detail?: string
  readonly code?: SecretsErrorCode
  /** The members of what is made of several providers. */
  readonly members?: readonly Health[]
}

/**
 * A place where secrets live. Every provider keeps the same rules, and the conformance suite checks them.
 *
 * For all members: constructing a provider does no I/O; names are checked before any I/O (INVALID_NAME); every
 * rejection is a SecretsError that quotes no value; what `capabilities` does not declare rejects with UNSUPPORTED;
 * after `close` all that is declared rejects with CLOSED; an aborted `signal` rejects with ABORTED at once, and a passed
 * `timeoutMs` with TIMEOUT. ACCESS_DENIED, UNAUTHENTICATED, THROTTLED, UNAVAILABLE and CORRUPT can come from any of
 * them.
 */
export interface SecretsProvider {
  /** Who this is, in provenance, errors and configuration. */
  readonly id: string
  readonly capabilities: Capabilities

  /**
   * Reads one secret, or one key of it.
   *
   * Rejects with NOT_FOUND when this provider is sure that it has no such secret, version or label, and with
   * UNAVAILABLE when it could not find out. A chain falls through on the first and stops on the second, so never blur
   * them. A secret scheduled for deletion is INVALID_STATE. With a key: NOT_JSON, KEY_NOT_FOUND.
   */
  get(ref: SecretRef, op?: Op): Promise<SecretValue>

  /**
   * Reads many at once, in as few calls to the backend as it allows. Answers in order, once for each ref, also for
   * refs given twice; what would reject in `get` stands in its place, and does not fail the others. No refs, no I/O.
   */
  getMany(refs: readonly SecretRef[], op?: Op): Promise<(SecretValue | SecretsError)[]>

  /** Everything about a secret but its value, also while it is scheduled for deletion. NOT_FOUND. */
  describe(name: string, op?: Op): Promise<SecretInfo>

  /**
   * A page of the secrets, each live one once over all pages, in an order that stays the same. A cursor that is broken
   * or belongs to another list is INVALID_CURSOR; a limit outside 1–100 is INVALID_ARGUMENT.
   */
  list(options?: ListOptions, op?: Op): Promise<Page<SecretInfo>>

  /** A page of a secret's versions, oldest first. NOT_FOUND, INVALID_CURSOR, INVALID_ARGUMENT. */
  versions(name: string, options?: VersionsOptions, op?: Op): Promise<Page<VersionInfo>>

  /** Makes a secret. ALREADY_EXISTS, INVALID_STATE over one scheduled for deletion, INVALID_VALUE, LIMIT_EXCEEDED. */
  create(name: string, value: SecretInput, options?: CreateOptions, op?: Op): Promise<SecretInfo>

  /**
   * Writes a new version of a secret that exists: it becomes AWSCURRENT, the one before AWSPREVIOUS. NOT_FOUND,
   * INVALID_STATE, INVALID_VALUE, LIMIT_EXCEEDED, CONFLICT.
   */
  put(name: string, value: SecretInput, options?: PutOptions, op?: Op): Promise<VersionInfo>

  /** Moves a label from version to version, in one step that nobody sees half done. NOT_FOUND, INVALID_ARGUMENT. */
  moveLabel(name: string, label: string, options: MoveLabelOptions, op?: Op): Promise<void>

  /** Deletes a secret, and answers when it will be gone. NOT_FOUND unless forced, INVALID_STATE, INVALID_ARGUMENT. */
  delete(name: string, options?: DeleteOptions, op?: Op): Promise<Date>

  /** Takes a scheduled deletion back. NOT_FOUND. */
  restore(name: string, op?: Op): Promise<void>

  tag(name: string, tags: Readonly<Record<string, string>>, op?: Op): Promise<void>
  untag(name: string, keys: readonly string[], op?: Op): Promise<void>

  /**
   * What happens to these secrets from now on: the subscription stands when this returns, not when the first event is
   * asked for. Ends when `signal` aborts or the iteration is left.
   */
  watch(
    names: readonly string[],
    options?: { readonly signal?: AbortSignal | undefined },
  ): AsyncIterable<SecretChange>

  /** Whether the backend can be reached and used, by at most one cheap call that needs no particular secret. Never rejects. */
  health(op?: Op): Promise<Health>

  /** Waits for calls under way, then lets everything go. May be called again. */
  close(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}
