import { combined } from './combined.js'
import { SecretsError } from './errors.js'
import { forwarded } from './forwarded.js'
import { type Answer, answerParsed, ask } from './get-many.js'
import { healthOfAll } from './health.js'
import { closeAll, lifecycle } from './lifecycle.js'
import { listedAcross, type Part } from './listed-across.js'
import type { Op, SecretsProvider } from './provider.js'
import { checkedName, type ParsedRef } from './ref.js'
import { attempted, pour, stream } from './stream.js'
import { unsupported } from './undeclared.js'

export interface RoutedOptions {
  /** `routed` where absent. */
  readonly id?: string | undefined
}

interface Route {
  readonly prefix: string
  readonly provider: SecretsProvider
}

/**
 * Providers side by side: each answers for the names that start with its prefix, the longest prefix winning, and sees
 * them whole. A name that no route takes is NOT_FOUND, and writing it UNSUPPORTED; the prefix '' takes every name.
 */
export function routed(
  routes: Readonly<Record<string, SecretsProvider>>,
  { id = 'routed' }: RoutedOptions = {},
): SecretsProvider {
  const doors = new Map(
    [...new Set(Object.values(routes))].map((provider) => [provider, forwarded(provider)]),
  )
  const members = [...doors.values()]
  const byLength: readonly Route[] = Object.entries(routes)
    .map(([prefix, provider]) => ({
      prefix: prefix === '' ? '' : checkedName(prefix),
      provider: doors.get(provider) as SecretsProvider,
    }))
    .sort((a, b) => b.prefix.length - a.prefix.length)
  if (members.length === 0) throw new TypeError('routed: needs at least one route')

  const capabilities = combined(
    members,
    members.filter((member) => member.capabilities.write),
  )
  const names = capabilities.limits.name
  const life = lifecycle({ id, names })
  const routeOf = (name: string) => byLength.find(({ prefix }) => name.startsWith(prefix))

  function noRoute(name: string): SecretsError {
    const starts = byLength.map(({ prefix }) => `"${prefix}"`).join(', ')
    const hint = `The routes take names that start with ${starts}.`
    return new SecretsError('NOT_FOUND', `no route takes "${name}"`, {
      provider: id,
      secretName: name,
      hint,
    })
  }

  /** Runs one call about one name where that name belongs; `refusal` is what it ends in if it belongs nowhere. */
  function at<T>(
    operation: string,
    name: string,
    call: (provider: SecretsProvider) => Promise<T>,
    refusal = noRoute,
  ) {
    return life.about(operation, name, undefined, () => {
      const route = routeOf(name)
      if (route === undefined) throw refusal(name)
      return call(route.provider)
    })
  }

  function writeAt<T>(
    operation: string,
    name: string,
    call: (provider: SecretsProvider) => Promise<T>,
  ): Promise<T> {
    return at(operation, name, call, () =>
      unsupported(id, operation, `writing "${name}", for no route takes it`),
    )
  }

  async function getMany(refs: readonly ParsedRef[], op: Op): Promise<Answer[]> {
    const answers: Answer[] = refs.map(({ name }) => noRoute(name))
    const byMember = Map.groupBy(refs.keys(), (i) => routeOf((refs[i] as ParsedRef).name)?.provider)
    byMember.delete(undefined)
    await Promise.all(
      [...byMember].map(async ([member, indexes]) => {
        const heard = await ask(
          member as SecretsProvider,
          indexes.map((i) => refs[i] as ParsedRef),
          op,
        )
        for (const [k, i] of indexes.entries()) answers[i] = heard[k] as Answer
      }),
    )
    return answers
  }

  /** The lists in which names that start with `wanted` can be. */
  function partsFor(wanted: string): readonly Part[] {
    return byLength
      .filter(({ prefix }) => prefix.startsWith(wanted) || wanted.startsWith(prefix))
      .map((route) => ({
        key: route.prefix,
        provider: route.provider,
        prefix: route.prefix.startsWith(wanted) ? route.prefix : wanted,
        keeps: ({ name }) => routeOf(name) === route,
      }))
  }

  async function close(): Promise<void> {
    await life.close()
    await closeAll(members)
  }

  return {
    id,
    capabilities,
    get: (ref, op) =>
      life.read('get', ref, undefined, (parsed) => {
        const route = routeOf(parsed.name)
        if (route === undefined) throw noRoute(parsed.name)
        return route.provider.get(parsed, op)
      }),
    getMany: (refs, op) =>
      life.run('getMany', op, (_, signal) =>
        answerParsed(refs, names, (parsed) => getMany(parsed, { signal })),
      ),
    describe: (name, op) => at('describe', name, (provider) => provider.describe(name, op)),
    versions: (name, ...rest) => at('versions', name, (provider) => provider.versions(name, ...rest)),
    list: (options = {}, op) =>
      life.run('list', op, (_, signal) => {
        const { prefix = '' } = options
        const parts = partsFor(prefix)
        const listing = parts.filter(({ provider }) => provider.capabilities.list)
        if (parts.length > 0 && listing.length === 0) throw unsupported(id, 'list', `listing "${prefix}"`)
        return listedAcross(id, listing, options, { signal })
      }),
    create: (name, ...rest) => writeAt('create', name, (provider) => provider.create(name, ...rest)),
    put: (name, ...rest) => writeAt('put', name, (provider) => provider.put(name, ...rest)),
    moveLabel: (name, ...rest) => writeAt('moveLabel', name, (provider) => provider.moveLabel(name, ...rest)),
    delete: (name, ...rest) => writeAt('delete', name, (provider) => provider.delete(name, ...rest)),
    restore: (name, ...rest) => writeAt('restore', name, (provider) => provider.restore(name, ...rest)),
    tag: (name, ...rest) => writeAt('tag', name, (provider) => provider.tag(name, ...rest)),
    untag: (name, ...rest) => writeAt('untag', name, (provider) => provider.untag(name, ...rest)),
    watch: (watched, { signal } = {}) =>
      attempted(() => {
        const byRoute = Map.groupBy(watched, (name) => routeOf(checkedName(name, names)))
        return stream(signal, (feed) => {
          for (const [route, mine] of byRoute) {
            if (route === undefined) feed.fail(noRoute(String(mine[0])))
            else pour(route.provider.watch(mine, { signal: feed.signal }), feed, feed.push)
          }
        })
      }, id),

    health: (op) => healthOfAll(id, members, op),
    close,
    [Symbol.asyncDispose]: close,
  }
}
