import type { GraphOptions } from '../graph.js'
import { createSecrets, type Secrets } from '../secrets.js'
import { type ConfigOptions, loadConfig } from './load-config.js'

export interface OpenOptions
  extends ConfigOptions,
    Pick<GraphOptions, 'audit' | 'who' | 'diagnostics' | 'clock'> {}

/** `createSecrets` of what the configuration file and the environment say. Rejects as `loadConfig` does. */
export async function openSecrets({
  audit,
  who,
  diagnostics,
  clock,
  ...where
}: OpenOptions = {}): Promise<Secrets> {
  return createSecrets({ ...(await loadConfig(where)), audit, who, diagnostics, clock })
}
