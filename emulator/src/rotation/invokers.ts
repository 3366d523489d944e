import type { Invoker } from './invoker.js'
import type { ModuleFunctions } from './module-functions.js'

/** The modules first, and for other functions the endpoint, if there is one; without it they are missing. */
export function invokers(modules: ModuleFunctions, endpoint: Invoker | undefined): Invoker {
  const serving = (functionArn: string) => (modules.has(functionArn) ? modules : endpoint)
  return {
    usable: async (functionArn, realm) => (await serving(functionArn)?.usable(functionArn, realm)) ?? false,
    invoke: async (invocation, signal) =>
      (await serving(invocation.functionArn)?.invoke(invocation, signal)) ?? { kind: 'missing' },
    async close() {
      await Promise.all([modules.close(), endpoint?.close()])
    },
  }
}
