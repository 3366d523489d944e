import './supported-node.js'

export type { Bundle, BundleEntry } from './bundle.js'
export type { CacheOptions } from './cache-options.js'
export { type CachedProvider, type CacheStats, cached } from './cached.js'
export { type ChainOptions, chain } from './chain.js'
export { type Clock, type ManualClock, manualClock, systemClock } from './clock.js'
export type { Environment, Surroundings } from './config/environment.js'
export type { KeyReference, KeySource } from './config/key-source.js'
export { type ConfigOptions, loadConfig } from './config/load-config.js'
export { type OpenOptions, openSecrets } from './config/open-secrets.js'
export type { CreateProvider } from './config/provider-module.js'
export {
  defineConfig,
  type ProfileConfig,
  type ProviderConfig,
  type SecretsConfig,
} from './config/secrets-config.js'
export {
  type Attempt,
  SecretAccessDeniedError,
  SecretNotFoundError,
  SecretsError,
  type SecretsErrorCode,
  type SecretsErrorOptions,
  sanitised,
  secretsErrorCodes,
} from './errors.js'
export type { Explanation } from './explain.js'
export { type Answer, answerEach } from './get-many.js'
export type { GraphOptions } from './graph.js'
export type { GraphDescription } from './graph-description.js'
export { unhealthy } from './health.js'
export type { Json } from './json.js'
export { type CallFacts, type Lifecycle, type LifecycleOptions, lifecycle } from './lifecycle.js'
export { type MemoryOptions, memoryProvider } from './memory-provider.js'
export {
  type AuditRecord,
  type AuditSink,
  auditLines,
  type Counters,
  callChannel,
  type ObservedProvider,
  type ObserveOptions,
  type Outcome,
  observed,
} from './observed.js'
export { checkedLimit, fromCursor, toCursor } from './paging.js'
export type {
  Capabilities,
  CreateOptions,
  DeleteOptions,
  Health,
  ListOptions,
  MoveLabelOptions,
  NameLimits,
  Op,
  Page,
  PutOptions,
  SecretChange,
  SecretInfo,
  SecretInput,
  SecretsProvider,
  VersionInfo,
  VersionsOptions,
} from './provider.js'
export { checkedName, type ParsedRef, parseRef, type SecretRef } from './ref.js'
export { type RoutedOptions, routed } from './routed.js'
export { scoped } from './scoped.js'
export { checkedInput, maxValueBytes } from './secret-input.js'
export { type Provenance, type SecretFacts, SecretValue } from './secret-value.js'
export {
  createSecrets,
  type GetOptions,
  type ReadyOptions,
  type Secrets,
  type SecretsStats,
  type WatchOptions,
} from './secrets.js'
export type { CacheSettings, Decision, Fallback, SecretsGraph, SecretsSettings } from './settings.js'
export type { OutputOf, StandardSchema } from './standard-schema.js'
export { requireOnlyVersion, undeclared, unsupported } from './undeclared.js'
