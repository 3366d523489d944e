import { type Capabilities, memoryProvider, type SecretsProvider } from '@strongroom/core'
import { expect } from 'chai'
import { describe, it } from 'mocha'
import { combined } from '#combined'

function able(capabilities: Partial<Capabilities>): SecretsProvider {
  const base = memoryProvider()
  return { ...base, capabilities: { ...base.capabilities, ...capabilities } }
}

const envLike = able({
  write: false,
  list: false,
  binary: false,
  batch: 1,
  durability: 'power-loss',
  concurrency: 'multi-process',
  limits: {
    name: { maxLength: 100 },
    value: { maxBytes: 1000 },
    text: { nul: 'refused' },
  },
})
const awsLike = able({
  versions: true,
  tags: true,
  batch: 20,
  delete: ['soft', 'force', 'restore'],
  durability: 'replicated',
  concurrency: 'distributed',
  limits: { name: { arn: true }, value: { maxBytes: 65_536 } },
})

describe('what several providers can as one', () => {
  it('is reading what any of them can', () => {
    const both = combined([envLike, awsLike], [])
    expect(both).to.include({ list: true, binary: true, versions: true, batch: 20, watch: false })
    expect(both.limits).to.deep.equal({
      name: { maxLength: 512, arn: true },
      value: { maxBytes: 65_536 },
      text: { nul: 'refused' },
    })
  })

  it('is writing what those that are written to can', () => {
    expect(combined([envLike, awsLike], [])).to.deep.include({ write: false, tags: false, delete: [] })
    expect(combined([envLike, awsLike], [awsLike])).to.deep.include({
      write: true,
      tags: true,
      delete: ['soft', 'force', 'restore'],
    })
  })

  it('promises no more than the weakest of those that keep what is written', () => {
    expect(combined([envLike, awsLike], [])).to.include({
      durability: 'power-loss',
      concurrency: 'multi-process',
    })
    expect(combined([envLike, awsLike], [awsLike])).to.include({
      durability: 'replicated',
      concurrency: 'distributed',
    })
  })
})
