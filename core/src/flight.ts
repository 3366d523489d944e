/** One piece of work that any number of callers wait for. When the last of them has left, it is aborted. */
export interface Flight<T> {
  /** Waits with the others, and leaves when `signal` aborts; without a signal, to the end. */
  join(signal?: AbortSignal): Promise<T>
}

/** Starts `work`; `onAbandoned` is told when nobody waits for it any more, before its signal aborts. */
export function flight<T>(work: (signal: AbortSignal) => Promise<T>, onAbandoned: () => void): Flight<T> {
  const controller = new AbortController()
  // Not before the caller holds the flight, which `work` may want to recognise.
  const landed = Promise.resolve().then(() => work(controller.signal))
  let waiting = 0

  return {
    join(signal) {
      waiting += 1
      const leave = () => {
        signal?.removeEventListener('abort', leave)
        waiting -= 1
        if (waiting > 0) return
        onAbandoned()
        controller.abort()
      }
      if (signal?.aborted) leave()
      else signal?.addEventListener('abort', leave)
      return landed.finally(() => signal?.removeEventListener('abort', leave))
    },
  }
}
