import { expect } from 'chai'
import { describe, it } from 'mocha'
import { builtInKinds, defaultId, isAws, isBuiltIn, isPath, packageOf } from '#config/provider-kind'

describe('a kind', () => {
  const kinds: readonly [kind: string, what: 'package' | 'path', from: string, id: string][] = [
    ['aws', 'package', '@strongroom/provider-aws', 'aws'],
    ['sqlite', 'package', '@strongroom/provider-sqlite', 'sqlite'],
    ['@acme/secrets', 'package', '@acme/secrets', '@acme/secrets'],
    ['acme-secrets/vault.js', 'package', 'acme-secrets/vault.js', 'acme-secrets/vault.js'],
    ['./vault.mjs', 'path', './vault.mjs', 'vault'],
    ['../lib/vault.prod.js', 'path', '../lib/vault.prod.js', 'vault.prod'],
    ['/srv/vault.mjs', 'path', '/srv/vault.mjs', 'vault'],
    ['.vault', 'package', '.vault', '.vault'],
  ]
  for (const [kind, what, from, id] of kinds) {
    it(`"${kind}" is a ${what}, called "${id}"`, () => {
      expect(isPath(kind)).to.equal(what === 'path')
      expect(packageOf(kind)).to.equal(from)
      expect(defaultId(kind)).to.equal(id)
    })
  }

  it('is built in if it is one of the list', () => {
    expect(builtInKinds.every(isBuiltIn)).to.equal(true)
    expect(['AWS', '', 'toString', '@strongroom/provider-aws'].some(isBuiltIn)).to.equal(false)
  })

  it('is AWS by either of its names', () => {
    expect(['aws', '@strongroom/provider-aws', 'env', '@acme/aws'].map(isAws)).to.deep.equal([
      true,
      true,
      false,
      false,
    ])
  })
})
