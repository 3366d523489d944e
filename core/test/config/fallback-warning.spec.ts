import { once } from 'node:events'
import { expect } from 'chai'
import { describe, it } from 'mocha'
import { fallbackWarning } from '#config/fallback-warning'

describe('fallbackWarning', () => {
  const fallback = { provider: 'aws', next: 'env', code: 'UNAVAILABLE', secretName: 'db' } as const

  it('warns once for each provider and code', () => {
    const warnings: unknown[] = []
    const warn = fallbackWarning((text: unknown) => warnings.push(text))
    warn(fallback)
    warn({ ...fallback, secretName: 'other' })
    warn({ ...fallback, code: 'UNAUTHENTICATED' })
    warn({ ...fallback, provider: 'vault' })
    warn(fallback)
    expect(warnings).to.deep.equal([
      'provider "aws" could not answer (UNAVAILABLE), so "env" is asked; in production this is an error',
      'provider "aws" could not answer (UNAUTHENTICATED), so "env" is asked; in production this is an error',
      'provider "vault" could not answer (UNAVAILABLE), so "env" is asked; in production this is an error',
    ])
  })

  it('warns through the process, with a code that can be silenced', async () => {
    const warned = once(process, 'warning')
    fallbackWarning()(fallback)
    const [warning] = await warned
    expect(warning).to.include({ name: 'StrongroomWarning', code: 'STRONGROOM_FALLBACK' })
  })
})
