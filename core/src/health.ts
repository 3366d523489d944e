import { told } from './lifecycle.js'
import type { Health, SecretsProvider } from './provider.js'

/** The health of a provider whose probe failed. */
export function unhealthy(provider: string, error: unknown): Health {
  const { code, message } = told(error, { provider, operation: 'health' })
  return { status: 'unhealthy', provider, code, detail: message }
}

/** The health of what is made of several providers: as good as all of them, or as bad as all of them. */
export async function healthOf(
  provider: string,
  members: readonly SecretsProvider[],
  op?: Parameters<SecretsProvider['health']>[0],
): Promise<Health> {
  const each = await Promise.all(
    members.map((member) => member.health(op).catch((error) => unhealthy(member.id, error))),
  )
  const all = (status: Health['status']) => each.every((health) => health.status === status)
  const status = all('healthy') ? 'healthy' : all('unhealthy') ? 'unhealthy' : 'degraded'
  return { status, provider, members: each }
}
