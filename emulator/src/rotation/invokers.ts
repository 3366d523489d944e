import type { RequestLog } from '../request-log.js'
import type { Invoker } from './invoker.js'
import type { ModuleFunctions } from './module-functions.js'

/** The modules first, and for other functions the endpoint, if there is one; without it they are missing. */
export function invokers(
  modules: ModuleFunctions,
  endpoint: Invoker | undefined,
  log: Pick<RequestLog, 'warn'>,
): Invoker {
  const serving = (functionArn: string) => (modules.has(functionArn) ? modules : endpoint)

  return {
    async usable(functionArn, realm) {
      const invoker = serving(functionArn)
      const isUsable = (await invoker?.usable(functionArn, realm)) ?? false
      // What is wrong with a module is told where it is loaded.
      if (!isUsable && invoker !== modules) log.warn(whyNot(invoker), { functionArn })
      return isUsable
    },
    invoke: async (invocation, signal) =>
      (await serving(invocation.functionArn)?.invoke(invocation, signal)) ?? {
        kind: 'missing',
        reason: nowhere,
      },
    async close() {
      await Promise.all([modules.close(), endpoint?.close()])
    },
  }
}

const nowhere = 'nobody said where that rotation function is: --rotation-function or --lambda-endpoint does'

function whyNot(endpoint: Invoker | undefined): string {
  return endpoint === undefined
    ? nowhere
    : 'that rotation function is not at the Lambda endpoint, or nobody answers there'
}
