import { bounded, told } from './lifecycle.js'
import type { Health, Op, SecretsProvider } from './provider.js'

/** The health of a provider whose probe failed. */
export function unhealthy(provider: string, error: unknown): Health {
  const { code, message } = told(error, { provider, operation: 'health' })
  return { status: 'unhealthy', provider, code, detail: message }
}

/** A provider's health, also of one that does not keep to the contract: never rejects. */
export async function healthOf(provider: SecretsProvider, op?: Op): Promise<Health> {
  try {
    const facts = { provider: provider.id, operation: 'health' }
    const health: Partial<Health> | undefined = await bounded(op, facts, (signal) =>
      provider.health(op && { ...op, signal }),
    )
    if (typeof health?.status === 'string') return health as Health
    throw new TypeError('no health')
  } catch (error) {
    return unhealthy(provider.id, error)
  }
}

/** The health of what is made of several providers: as good as all of them, or as bad as all of them. */
export async function healthOfAll(
  provider: string,
  members: readonly SecretsProvider[],
  op?: Op,
): Promise<Health> {
  const each = await Promise.all(members.map((member) => healthOf(member, op)))
  const all = (status: Health['status']) => each.every((health) => health.status === status)
  const status = all('healthy') ? 'healthy' : all('unhealthy') ? 'unhealthy' : 'degraded'
  return { status, provider, members: each }
}
