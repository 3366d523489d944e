import type { StepEvent } from './invoker.js'

/** What the process of a function is given to do. */
export interface Task {
  readonly event: StepEvent
  readonly requestId: string
  /** When it is given up, by the system's clock. */
  readonly deadline: number
}

/** What the process of a function says: once whether it can be used, and then how each task ended. */
export type HostMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'unusable'; readonly why: string }
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly errorType: string; readonly at?: string | undefined }

/** Whether our program said it: a function can send over the same channel whatever it likes. */
export function isHostMessage(message: unknown): message is HostMessage {
  const kind: unknown =
    typeof message === 'object' && message !== null ? Reflect.get(message, 'kind') : undefined
  return ['ready', 'unusable', 'done', 'failed'].some((known) => known === kind)
}
