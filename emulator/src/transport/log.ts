import type { Realm } from '@strongroom/vault'

/** What is told of a request that has been answered. Never a value, and never the Authorization header. */
export interface RequestEntry {
  readonly operation?: string | undefined
  readonly secretName?: string | undefined
  /** OK, or the exception. */
  readonly outcome: string
  readonly status: number
  readonly durationMs: number
  readonly account?: string | undefined
  readonly region?: string | undefined
  /** The access key id. */
  readonly caller?: string | undefined
  readonly requestId: string
}

/** Where the emulator tells what happens. */
export interface Log {
  request(entry: RequestEntry): void
  /** A secret was not found where it was looked for, and these realms have one of that name. */
  elsewhere(name: string, asked: Realm, realms: readonly Realm[]): void
  warn(message: string): void
  /** What nobody could explain. */
  error(
    cause: unknown,
    facts: { readonly requestId?: string | undefined; readonly operation?: string | undefined },
  ): void
}

export const silence: Log = { request() {}, elsewhere() {}, warn() {}, error() {} }
