import { SecretsError } from './errors.js'
import { forwarded } from './forwarded.js'
import { frozen } from './frozen.js'
import { answerParsed } from './get-many.js'
import { lifecycle } from './lifecycle.js'
import type { Capabilities, Page, SecretInfo, SecretsProvider } from './provider.js'
import { checkedName, type ParsedRef } from './ref.js'
import { attempted, mapped } from './stream.js'

const longestName = 512

/**
 * The secrets whose names start with `prefix`, under the rest of their names; nothing else can be read, listed or
 * written through it. ARNs are refused, for they name secrets anywhere. The prefix '' is the provider itself.
 */
export function scoped(provider: SecretsProvider, prefix: string): SecretsProvider {
  if (prefix === '') return provider
  const { capabilities: whole } = provider
  const maxLength = (whole.limits.name.maxLength ?? longestName) - prefix.length
  checkedName(prefix, { maxLength: (whole.limits.name.maxLength ?? longestName) - 1 })

  const names = { maxLength, arn: false }
  const capabilities: Capabilities = frozen({ ...whole, limits: { ...whole.limits, name: names } })
  const life = lifecycle({ id: provider.id, names })
  const inner = forwarded(provider)

  const within = (name: string) => name.slice(prefix.length)
  const seenInfo = (info: SecretInfo): SecretInfo => ({ ...info, name: within(info.name) })
  const seenPage = (page: Page<SecretInfo>) => {
    const items = page.items.filter(({ name }) => name.startsWith(prefix)).map(seenInfo)
    return { ...page, items }
  }
  const seenError = (error: SecretsError) => {
    const { secretName } = error
    return secretName?.startsWith(prefix) ? error.with({ secretName: within(secretName) }) : error
  }

  /** One call about the secret `name`, which the provider knows by its whole name. */
  function about<T>(operation: string, name: string, call: (whole: string) => Promise<T>): Promise<T> {
    return life.about(operation, name, undefined, () => seen(call(prefix + name)))
  }

  async function seen<T>(call: Promise<T>): Promise<T> {
    try {
      return await call
    } catch (error) {
      throw SecretsError.is(error) ? seenError(error) : error
    }
  }

  async function close(): Promise<void> {
    await life.close()
    await inner.close()
  }

  return {
    ...inner,
    capabilities,
    get: (ref, op) =>
      life.read('get', ref, undefined, async (parsed) => {
        const value = await seen(inner.get({ ...parsed, name: prefix + parsed.name }, op))
        return value.with({ name: parsed.name })
      }),
    getMany: (refs, op) =>
      life.run('getMany', undefined, () =>
        answerParsed(refs, names, async (parsed) => {
          const answers = await inner.getMany(
            parsed.map((ref) => ({ ...ref, name: prefix + ref.name })),
            op,
          )
          return answers.map((answer, i) =>
            SecretsError.is(answer)
              ? seenError(answer)
              : answer.with({ name: (parsed[i] as ParsedRef).name }),
          )
        }),
      ),
    describe: (name, op) =>
      about('describe', name, async (whole) => seenInfo(await inner.describe(whole, op))),
    list: (options = {}, op) =>
      life.run('list', undefined, async () =>
        seenPage(await seen(inner.list({ ...options, prefix: prefix + (options.prefix ?? '') }, op))),
      ),
    versions: (name, ...rest) => about('versions', name, (whole) => inner.versions(whole, ...rest)),
    create: (name, ...rest) =>
      about('create', name, async (whole) => seenInfo(await inner.create(whole, ...rest))),
    put: (name, ...rest) => about('put', name, (whole) => inner.put(whole, ...rest)),
    moveLabel: (name, ...rest) => about('moveLabel', name, (whole) => inner.moveLabel(whole, ...rest)),
    delete: (name, ...rest) => about('delete', name, (whole) => inner.delete(whole, ...rest)),
    restore: (name, ...rest) => about('restore', name, (whole) => inner.restore(whole, ...rest)),
    tag: (name, ...rest) => about('tag', name, (whole) => inner.tag(whole, ...rest)),
    untag: (name, ...rest) => about('untag', name, (whole) => inner.untag(whole, ...rest)),
    watch: (watched, options) =>
      attempted(() => {
        const whole = watched.map((name) => prefix + checkedName(name, names))
        return mapped(inner.watch(whole, options), (change) => ({ ...change, name: within(change.name) }))
      }, provider.id),
    close,
    [Symbol.asyncDispose]: close,
  }
}
