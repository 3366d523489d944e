import type { AdminContext } from './context.js'

/** One thing that the admin API does. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'DELETE'
  /** Under `/_strongroom`; a word in braces stands for any. */
  readonly path: string
  readonly summary: string
  /** Asks for no token. */
  readonly isOpen?: boolean
  /** Changes secrets, and so is refused where the emulator is read-only. */
  readonly changes?: boolean
  /** The names that its query may have. Where absent it may have none, or any if it only reads. */
  readonly queries?: readonly string[]
  /** How large a body may be, in bytes; 1 MiB where absent. */
  readonly largestBody?: number
  /** Rejects with an AdminRefusal for what was asked wrongly. */
  handle(context: AdminContext, asked: Asked): Promise<Answer>
}

/** What was asked of a route. */
export interface Asked {
  /** The words in the path that stand for others, in their order. */
  readonly words: readonly string[]
  readonly query: URLSearchParams
  /** Without parameters, in small letters; empty where there is none. */
  readonly contentType: string
  readonly body: Buffer
}

export interface Answer {
  /** 200 where absent. */
  readonly status?: number | undefined
  /** What goes out as JSON; nothing where absent. */
  readonly body?: object | undefined
}

/** A refusal of the admin API: what was wrong, in a sentence. */
export class AdminRefusal extends Error {
  override readonly name = 'AdminRefusal'
  readonly status: number
  readonly headers: Readonly<Record<string, string>>

  constructor(status: number, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message)
    this.status = status
    this.headers = headers
  }
}
