import { expect } from 'chai'
import { describe, it } from 'mocha'
import { outcome } from '../outcome.js'
import { day, realm, withSecret } from '../set-up.js'

describe('the versions of a secret', () => {
  it('beyond 100 go, the oldest first, when the next is made; those with labels and those of the last day stay', async () => {
    const { put, vault, clock, store } = await withSecret()
    await vault.moveLabel(realm, 'a', 'KEPT', { to: 'v1' })
    for (let i = 2; i <= 120; i += 1) await put(`v${i}`)
    expect((await vault.describe(realm, 'a')).versionCount).to.equal(120)

    await clock.advance(day - 1)
    await put('a day, but not yet')
    expect((await vault.describe(realm, 'a')).versionCount).to.equal(121)

    await clock.advance(1)
    await put('a day')
    const { items } = await vault.versions(realm, 'a', { includeUnlabelled: true, limit: 200 })
    expect((await vault.describe(realm, 'a')).versionCount).to.equal(100)
    expect(items).to.have.lengthOf(100)
    expect(items.slice(0, 2).map(({ version }) => version.id)).to.deep.equal(['v1', 'v24'])
    expect(await outcome(vault.read(realm, 'a', { versionId: 'v2' }))).to.equal(
      "ResourceNotFoundException: Secrets Manager can't find the specified secret value for VersionId: v2",
    )
    expect(await store.content('secret-1', 'v2')).to.equal(undefined)
  })

  it('are never more than 100 where they are made day by day', async () => {
    const { put, vault, clock } = await withSecret()
    for (let i = 2; i <= 130; i += 1) {
      await clock.advance(day)
      await put(`v${i}`)
    }
    expect((await vault.describe(realm, 'a')).versionCount).to.equal(100)
    const { items } = await vault.versions(realm, 'a', { includeUnlabelled: true })
    expect([items[0]?.version.id, items.at(-1)?.version.id]).to.deep.equal(['v31', 'v130'])
  })

  it('that have gone leave their tokens free, also for a verb that is committed together with what removed them', async () => {
    const { put, clock, text } = await withSecret()
    for (let i = 2; i <= 100; i += 1) await put(`v${i}`)
    await clock.advance(day)
    await Promise.all([put('other'), put('another'), put('v1', undefined, 'new')])
    expect(await text('a')).to.equal('new')
  })
})
