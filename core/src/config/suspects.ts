import type { Place } from './place.js'
import { holdsSecret, namesSecret } from './secret-patterns.js'
import { isRecord } from './shape.js'

const advice =
  'looks like a secret: put it in an environment variable and write { env: NAME }, or in a file and write { file: PATH }'

/**
 * Complains about every secret that stands in the configuration itself: text that has the form of key material,
 * anywhere, and any text in an option of a provider that is named like key material.
 */
export function refuseSecrets(config: unknown, place: Place): void {
  for (const { text, at } of textsIn(config, place)) {
    if (holdsSecret(text)) at.complain(advice)
  }
  for (const { provider, at: spot } of providersIn(config, place)) {
    for (const { text, at, named } of textsIn(provider, spot)) {
      if (text !== '' && named) at.complain(advice)
    }
  }
}

interface Text {
  readonly text: string
  readonly at: Place
  /** Whether it stands under a key, at whatever depth, that is named like key material. */
  readonly named: boolean
}

const deepest = 50

/** Every text in a tree of plain data, keys too. Other objects (a client, in a module) are their author's business. */
function* textsIn(thing: unknown, at: Place, named = false, within: readonly object[] = []): Generator<Text> {
  if (typeof thing === 'string') yield { text: thing, at, named }
  // A password of digits is a number in YAML; a short one is more likely a limit or a time.
  if (typeof thing === 'number' && named && thing >= 100_000) yield { text: String(thing), at, named }
  if (!Array.isArray(thing) && !isRecord(thing)) return
  if (within.includes(thing)) return at.complain('expected a tree, and this is a part of itself')
  if (within.length >= deepest) return at.complain(`expected at most ${deepest} levels, one in the other`)
  const deeper = [...within, thing]
  if (Array.isArray(thing)) {
    for (const [index, item] of thing.entries()) yield* textsIn(item, at.item(index), named, deeper)
    return
  }
  for (const [key, value] of Object.entries(thing)) {
    yield { text: key, at: at.member(key), named: false }
    yield* textsIn(value, at.member(key), namesSecret(key, named), deeper)
  }
}

interface Found {
  readonly provider: Readonly<Record<string, unknown>>
  readonly at: Place
}

function providersIn(config: unknown, place: Place): readonly Found[] {
  if (!isRecord(config)) return []
  const profiles = isRecord(config.profiles) ? config.profiles : {}
  const beneath = Object.entries(profiles).flatMap(([name, profile]) =>
    providersOf(profile, place.member('profiles').member(name)),
  )
  return [...providersOf(config, place), ...beneath]
}

function providersOf(settings: unknown, place: Place): readonly Found[] {
  if (!isRecord(settings) || !Array.isArray(settings.providers)) return []
  return settings.providers.flatMap((provider: unknown, index) =>
    isRecord(provider) ? [{ provider: withoutMap(provider), at: place.member('providers').item(index) }] : [],
  )
}

/** The env provider's map holds names of variables under the names of secrets: `{ map: { password: 'DB_PASSWORD' } }`. */
function withoutMap({ map, ...rest }: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return rest.kind === 'env' ? rest : { map, ...rest }
}
