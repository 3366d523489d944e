import type { RequestListener } from 'node:http'

/** Keeps the requests that arrive before it is opened waiting, and then hands all of them on. */
export function gateTo(app: RequestListener): { readonly listener: RequestListener; open(): void } {
  const opened = Promise.withResolvers<void>()
  let isOpen = false
  return {
    async listener(request, response) {
      if (!isOpen) await opened.promise
      // Some clients do not wait: nobody is left to answer, and no event would come any more to say so.
      if (!request.destroyed) app(request, response)
    },
    open() {
      isOpen = true
      opened.resolve()
    },
  }
}
