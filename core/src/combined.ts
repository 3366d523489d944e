import { frozen } from './frozen.js'
import type { Capabilities, SecretsProvider } from './provider.js'

const durabilities = ['none', 'process', 'power-loss', 'replicated'] as const
const concurrencies = ['process', 'multi-process', 'distributed'] as const

/**
 * What several providers can do as one: reading what any of them can, and writing what those that are written to can.
 * What one of them cannot still rejects with UNSUPPORTED where it comes to that one.
 */
export function combined(
  members: readonly SecretsProvider[],
  writers: readonly SecretsProvider[],
): Capabilities {
  const read = members.map(({ capabilities }) => capabilities)
  const written = writers.map(({ capabilities }) => capabilities)
  const any = (has: (capabilities: Capabilities) => boolean) => read.some(has)
  const anyWritten = (has: (capabilities: Capabilities) => boolean) => written.some(has)
  const keep = written.length === 0 ? read : written
  return frozen({
    write: anyWritten(({ write }) => write),
    versions: any(({ versions }) => versions),
    conditional: anyWritten(({ conditional }) => conditional),
    binary: any(({ binary }) => binary),
    list: any(({ list }) => list),
    delete: [...new Set(written.flatMap((capabilities) => capabilities.delete))],
    batch: Math.max(...read.map(({ batch }) => batch)),
    tags: anyWritten(({ tags }) => tags),
    watch: any(({ watch }) => watch),
    durability: durabilities.find((each) => keep.some(({ durability }) => durability === each)) ?? 'none',
    concurrency:
      concurrencies.find((each) => keep.some(({ concurrency }) => concurrency === each)) ?? 'process',
    limits: {
      name: {
        maxLength: Math.max(...read.map(({ limits }) => limits.name.maxLength ?? 512)),
        arn: any(({ limits }) => limits.name.arn === true),
      },
      value: { maxBytes: Math.max(...keep.map(({ limits }) => limits.value.maxBytes)) },
      ...textLimits(read),
    },
  })
}

function textLimits(all: readonly Capabilities[]): Pick<Capabilities['limits'], 'text'> {
  const text = Object.assign({}, ...all.map(({ limits }) => limits.text))
  return Object.keys(text).length === 0 ? {} : { text }
}
