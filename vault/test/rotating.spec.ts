import { expect } from 'chai'
import { describe, it } from 'mocha'
import type { Attempt } from '#rotating'
import type { RotationRequest } from '#rules/rotation'
import { Vault } from '#vault'
import { outcome } from './outcome.js'
import { arn, day, elsewhere, hour, noon, plain, realm, setUp, stranger, withSecret } from './set-up.js'

const functionArn = 'arn:aws:lambda:eu-central-1:123456789012:function:f'
const key = { realm, name: 'a' }
const minute = 60_000
const incomplete =
  "InvalidRequestException: A previous rotation isn't complete. That rotation will be reattempted."

/** A vault with the secret `a`, and what a rotation needs from outside. */
async function rotatable(options: Parameters<typeof withSecret>[1] = {}) {
  const all = await withSecret({}, options)
  const { vault } = all
  const asked: string[] = []
  const usable = async (name: string) => {
    asked.push(name)
    return name === functionArn
  }
  const rotate = (fields: Partial<RotationRequest> = {}, secretId = 'a') =>
    vault.rotating.rotate(realm, secretId, { token: 'r1', functionArn, ...fields }, usable)
  const begin = async (): Promise<Attempt> => {
    const attempt = await vault.rotating.begin(key, 1)
    if (attempt === undefined) throw new Error('nothing is due')
    return attempt
  }
  const describe = () => vault.describe(realm, 'a')
  const rotation = async () => (await describe()).rotation
  /** What a function does that works. */
  const work = async ({ versionId }: Attempt) => {
    await vault.put(realm, 'a', {
      token: versionId,
      value: { text: `text of ${versionId}` },
      labels: ['AWSPENDING'],
    })
    const from = (await describe()).labels.get('AWSCURRENT')
    await vault.moveLabel(realm, 'a', 'AWSCURRENT', { to: versionId, from })
  }
  return { ...all, asked, usable, rotate, begin, describe, rotation, work }
}

const manyLabels = (count: number) => Array.from({ length: count }, (_, index) => `mine-${index + 1}`)

describe('rotate', () => {
  it('puts AWSPENDING on a version that can be listed and not read, and is due at once', async () => {
    const { vault, rotate, text, clock } = await rotatable()
    await clock.advance(hour)
    const { secret, versionId } = await rotate()
    expect([secret.name, versionId]).to.deep.equal(['a', 'r1'])
    expect(secret.changedAt).to.equal(noon + hour)
    expect(plain(secret.labels)).to.deep.equal({ AWSCURRENT: 'v1', AWSPENDING: 'r1' })
    const { items } = await vault.versions(realm, 'a', { includeUnlabelled: true })
    expect(items.map(({ version }) => version.id)).to.deep.equal(['v1', 'r1'])
    for (const request of [
      { versionId: 'r1' },
      { label: 'AWSPENDING' },
      { versionId: 'r1', label: 'AWSPENDING' },
    ]) {
      expect(await outcome(vault.read(realm, 'a', request))).to.match(/^ResourceNotFoundException/)
    }
    expect(await text('a')).to.equal('v1')
    expect(await vault.nextDue()).to.equal(noon + hour)
  })

  it('asks whether the function can be invoked, with no lock held, and leaves no trace where it cannot', async () => {
    const { vault, describe } = await rotatable()
    const before = await describe()
    const usable = async () => {
      await vault.tag(realm, 'a', [])
      return false
    }
    const request = { token: 'r1', functionArn }
    expect(await outcome(vault.rotating.rotate(realm, 'a', request, usable))).to.equal(
      'AccessDeniedException: Secrets Manager cannot invoke the specified Lambda function. Ensure that the function policy grants access to the principal secretsmanager.amazonaws.com.',
    )
    const { labels, rotation, versionCount, dueAt } = await describe()
    expect({ labels, rotation, versionCount, dueAt }).to.deep.equal({
      ...{ labels: before.labels, rotation: undefined, versionCount: 1, dueAt: undefined },
    })
  })

  it('asks again about the function that another request has stored meanwhile', async () => {
    const { vault, rotate, rotation } = await rotatable()
    await rotate({ immediately: false })
    await vault.rotating.cancel(realm, 'a')
    const asked: string[] = []
    const store = (token: string, name: string) =>
      vault.rotating.rotate(realm, 'a', { token, functionArn: name, immediately: false }, async () => true)
    await vault.rotating.rotate(realm, 'a', { token: 'r2', immediately: false }, async (name) => {
      asked.push(name)
      if (asked.length > 1) return true
      await store('r3', 'g')
      await vault.rotating.cancel(realm, 'a')
      return true
    })
    expect(asked).to.deep.equal([functionArn, 'g'])
    expect(await rotation()).to.deep.include({ functionArn: 'g', setWith: 'r2' })
  })

  it('refuses by what AWS refuses for, in its order', async () => {
    const { vault, rotate, put, describe } = await rotatable()
    const both = { afterDays: 1, expression: 'rate(1 day)' }
    await put('v2', ['AWSPENDING'])
    const before = await describe()
    expect(await outcome(rotate({ functionArn: undefined, rules: both }))).to.match(
      /^InvalidParameterException: You cannot specify both/,
    )
    expect(await outcome(rotate({ functionArn: undefined }))).to.match(/No Lambda rotation function ARN/)
    expect(await outcome(rotate({ functionArn: 'g' }))).to.match(/^AccessDenied/)
    expect(await outcome(rotate({}))).to.equal(incomplete)
    expect(await describe()).to.deep.equal(before)
    await vault.moveLabel(realm, 'a', 'AWSPENDING', { from: 'v2' })
    expect(await outcome(rotate({ rules: both }))).to.match(
      /^InvalidParameterException: You cannot specify both/,
    )
    expect(await outcome(rotate({ rules: { expression: 'every day' } }))).to.match(
      /^InvalidParameterException/,
    )
    expect(await outcome(rotate({ token: 'v2' }))).to.match(
      /^ResourceExistsException: You can't use ClientRequestToken v2/,
    )
    expect((await describe()).rotation).to.equal(undefined)
  })

  it('refuses what is not there or scheduled for deletion, before it asks for a function', async () => {
    const { vault, rotate, asked } = await rotatable()
    expect(await outcome(rotate({ functionArn: undefined }, 'b'))).to.match(/^ResourceNotFoundException/)
    await vault.delete(realm, 'a')
    for (const verb of [rotate({ functionArn: undefined }), vault.rotating.cancel(realm, 'a')]) {
      expect(await outcome(verb)).to.match(/marked for deletion/)
    }
    expect(asked).to.deep.equal([])
  })

  it('answers a repetition as before, while the round goes on and after it, and asks nobody', async () => {
    const { vault, rotate, begin, work, asked, describe } = await rotatable()
    await rotate()
    const before = await describe()
    expect((await rotate({ rules: { afterDays: 9 } })).versionId).to.equal('r1')
    expect(await describe()).to.deep.equal(before)
    const attempt = await begin()
    await work(attempt)
    await vault.rotating.end(attempt, 'done')
    expect((await rotate()).versionId).to.equal('r1')
    expect(await vault.nextDue()).to.equal(undefined)
    expect(asked).to.deep.equal([functionArn])
  })

  it('answers a repetition as before that waited for the function together with the first', async () => {
    const { rotate, describe, vault } = await rotatable()
    const answers = await Promise.all([rotate(), rotate(), rotate()])
    expect(answers.map(({ versionId }) => versionId)).to.deep.equal(['r1', 'r1', 'r1'])
    expect((await describe()).versionCount).to.equal(2)
    expect((await vault.rotating.begin(key, 1))?.number).to.equal(1)
  })

  it('takes up the placeholder that a cancelled rotation has left, if it is asked for by its token', async () => {
    const { vault, rotate, begin, describe } = await rotatable()
    await rotate()
    await vault.rotating.cancel(realm, 'a')
    await vault.moveLabel(realm, 'a', 'AWSPENDING', { from: 'r1' })
    await rotate()
    expect(plain((await describe()).labels)).to.deep.equal({ AWSCURRENT: 'v1', AWSPENDING: 'r1' })
    expect(await begin()).to.deep.include({ versionId: 'r1', number: 1 })
  })

  it('rotates a secret that has all the labels it can have, of which others are moved and none is added', async () => {
    const { vault, rotate, put, begin, work, labels } = await rotatable()
    await put('v2', [...manyLabels(18), 'AWSCURRENT'])
    expect(Object.keys(await labels())).to.have.lengthOf(20)
    await rotate()
    const more = vault.moveLabel(realm, 'a', 'mine', { to: 'v2' })
    expect(await outcome(more)).to.match(/^LimitExceededException/)
    await vault.moveLabel(realm, 'a', 'mine-1', { to: 'v1', from: 'v2' })
    const attempt = await begin()
    await work(attempt)
    expect(await vault.rotating.end(attempt, 'done')).to.equal('succeeded')
    expect(await labels()).to.include({ AWSCURRENT: 'r1', AWSPREVIOUS: 'v2', AWSPENDING: 'r1' })
  })

  it('needs no more than the first request has told', async () => {
    const { vault, rotate, begin, work, rotation } = await rotatable()
    await rotate({ rules: { afterDays: 30 } })
    const attempt = await begin()
    await work(attempt)
    await vault.rotating.end(attempt, 'done')
    await rotate({ token: 'r2', functionArn: undefined })
    expect(await rotation()).to.deep.include({ functionArn, setWith: 'r2' })
    expect((await begin()).versionId).to.equal('r2')
  })

  it('rotates a secret that has no value yet', async () => {
    const { vault, clock } = setUp()
    await vault.create(realm, { name: 'a' })
    await vault.rotating.rotate(realm, 'a', { token: 'r1', functionArn }, async () => true)
    const attempt = await vault.rotating.begin(key, 1)
    if (attempt === undefined) throw new Error('nothing is due')
    await vault.put(realm, 'a', { token: 'r1', value: { text: 'first' }, labels: ['AWSPENDING'] })
    expect(plain((await vault.describe(realm, 'a')).labels)).to.deep.equal({ AWSPENDING: 'r1' })
    await vault.moveLabel(realm, 'a', 'AWSCURRENT', { to: 'r1' })
    expect(await vault.rotating.end(attempt, 'done')).to.equal('succeeded')
    expect((await vault.describe(realm, 'a')).rotation?.lastRotatedAt).to.equal(clock.now())
  })

  it('asks nobody about a secret that a partner rotates, and keeps what the partner is told', async () => {
    const { vault, rotate, asked, rotation, begin } = await rotatable()
    await vault.update(realm, 'a', { type: 'SomePartner' })
    const external = { externalMetadata: [{ key: 'k', value: 'v' }], externalRoleArn: 'role' }
    await rotate({ functionArn: undefined, ...external })
    expect(asked).to.deep.equal([])
    expect(await rotation()).to.deep.include(external)
    expect((await begin()).functionArn).to.equal(undefined)
  })
})

describe('rotate, but not immediately', () => {
  it('tests with a copy of the value, which is gone afterwards, whether or not that fails', async () => {
    for (const steps of ['done', 'failed'] as const) {
      const { vault, rotate, begin, text, describe } = await rotatable()
      expect((await rotate({ immediately: false, rules: { afterDays: 30 } })).versionId).to.equal('r1')
      expect(await text('a', { label: 'AWSPENDING' })).to.equal('v1')
      const attempt = await begin()
      expect([attempt.kind, attempt.versionId]).to.deep.equal(['test', 'r1'])
      expect(await vault.rotating.end(attempt, steps)).to.equal(steps === 'done' ? 'succeeded' : 'failed')
      const { labels, versionCount, rotation, dueAt } = await describe()
      expect(plain(labels)).to.deep.equal({ AWSCURRENT: 'v1' })
      expect(versionCount).to.equal(1)
      expect(await outcome(vault.read(realm, 'a', { versionId: 'r1' }))).to.match(
        /^ResourceNotFoundException/,
      )
      expect([rotation?.round, rotation?.lastRotatedAt]).to.deep.equal([undefined, undefined])
      expect(dueAt).to.equal(noon - 12 * hour + 30 * day)
    }
  })

  it('leaves the tested version where somebody has given it a label, and the value with it', async () => {
    for (const end of ['done', 'cancelled'] as const) {
      const { vault, rotate, begin, text, describe } = await rotatable()
      await rotate({ immediately: false })
      const attempt = await begin()
      await vault.moveLabel(realm, 'a', 'AWSCURRENT', { to: 'r1', from: 'v1' })
      if (end === 'done') await vault.rotating.end(attempt, 'done')
      else await vault.rotating.cancel(realm, 'a')
      expect(await text('a')).to.equal('v1')
      const { labels, versionCount, rotation } = await describe()
      expect(plain(labels)).to.deep.equal({ AWSCURRENT: 'r1', AWSPREVIOUS: 'v1' })
      expect([versionCount, rotation?.round]).to.deep.equal([2, undefined])
    }
  })

  it('has nothing to test where there is no value, or no function', async () => {
    const { vault } = setUp()
    await vault.create(realm, { name: 'a' })
    await vault.create(realm, { name: 'partner', type: 'P', value: { text: 'x' } })
    const request = { token: 'r1', immediately: false }
    await vault.rotating.rotate(realm, 'a', { ...request, functionArn }, async () => true)
    await vault.rotating.rotate(realm, 'partner', request, async () => true)
    for (const name of ['a', 'partner']) {
      const { rotation, labels } = await vault.describe(realm, name)
      expect([rotation?.enabled, rotation?.round, labels.has('AWSPENDING')]).to.deep.equal([
        true,
        undefined,
        false,
      ])
    }
  })

  it('tries a test again that was lost, and takes the version away when it is cancelled', async () => {
    const { vault, rotate, begin, clock, describe } = await rotatable()
    await rotate({ immediately: false })
    await begin()
    await clock.advance(2 * day)
    expect((await begin()).kind).to.equal('test')
    expect((await vault.rotating.cancel(realm, 'a')).versionId).to.equal(undefined)
    expect((await describe()).versionCount).to.equal(1)
  })
})

describe('an attempt', () => {
  it('is begun once, and by one vault only', async () => {
    const { vault, store, clock, rotate } = await rotatable()
    await rotate()
    const other = new Vault(store, { clock })
    const begun = await Promise.all([vault, other, vault].map(({ rotating }) => rotating.begin(key, 1)))
    expect(begun.filter((attempt) => attempt !== undefined)).to.have.lengthOf(1)
    expect(await vault.due(1)).to.deep.equal([])
  })

  it('tells the function what it needs', async () => {
    const { rotate, begin } = await rotatable()
    await rotate()
    expect(await begin()).to.deep.equal({
      ...{
        key,
        id: 'secret-1',
        arn,
        kind: 'rotation',
        functionArn,
        versionId: 'r1',
        token: 'version-1',
        number: 1,
      },
    })
  })

  it('succeeds when AWSCURRENT is on its version, with or without AWSPENDING', async () => {
    for (const isLeft of [true, false]) {
      const { vault, rotate, begin, work, clock, describe } = await rotatable()
      await rotate({ rules: { afterDays: 30 } })
      const attempt = await begin()
      await work(attempt)
      if (!isLeft) await vault.moveLabel(realm, 'a', 'AWSPENDING', { from: 'r1' })
      await clock.advance(minute)
      expect(await vault.rotating.end(attempt, 'done')).to.equal('succeeded')
      const { rotation, changedAt, labels } = await describe()
      expect(rotation).to.deep.include({ lastRotatedAt: noon + minute, round: undefined })
      expect(changedAt).to.equal(noon + minute)
      expect(labels.get('AWSPREVIOUS')).to.equal('v1')
    }
  })

  it('is unfinished when AWSCURRENT is elsewhere, and is repeated as if it had failed', async () => {
    for (const steps of ['done', 'failed'] as const) {
      const { vault, rotate, begin, clock, describe } = await rotatable()
      await rotate()
      const first = await begin()
      expect(await vault.rotating.end(first, steps)).to.equal(steps === 'done' ? 'unfinished' : 'failed')
      expect(plain((await describe()).labels)).to.deep.equal({ AWSCURRENT: 'v1', AWSPENDING: 'r1' })
      await clock.advance(5 * minute - 1)
      expect(await vault.rotating.begin(key, 1)).to.equal(undefined)
      await clock.advance(1)
      expect(await begin()).to.deep.equal({ ...first, number: 2 })
    }
  })

  it('that was lost is repeated, and what became of it is of no interest any more', async () => {
    const { vault, rotate, begin, clock } = await rotatable()
    await rotate()
    const lost = await begin()
    await clock.advance(5 * minute)
    const next = await begin()
    expect([await vault.rotating.stands(lost), await vault.rotating.stands(next)]).to.deep.equal([
      false,
      true,
    ])
    expect(await vault.rotating.end(lost, 'failed')).to.equal('over')
    expect(await vault.rotating.stands(next)).to.equal(true)
  })

  it('that is given up is repeated at once, unless it has ended', async () => {
    const { vault, rotate, begin, work, rotation } = await rotatable()
    await rotate()
    const attempt = await begin()
    await vault.rotating.giveUp(attempt)
    expect(await vault.rotating.stands(attempt)).to.equal(false)
    const next = await begin()
    expect(next).to.deep.include({ versionId: 'r1', number: 2 })
    await vault.rotating.giveUp(attempt)
    expect(await vault.rotating.stands(next)).to.equal(true)
    await work(next)
    await vault.rotating.end(next, 'done')
    await vault.rotating.giveUp(next)
    expect((await rotation())?.round).to.equal(undefined)
  })

  it('does not stand once the secret is gone, scheduled for deletion, or its rotation cancelled or abandoned', async () => {
    for (const end of [
      (vault: Vault) => vault.delete(realm, 'a', { force: true }),
      (vault: Vault) => vault.delete(realm, 'a'),
      (vault: Vault) => vault.rotating.cancel(realm, 'a'),
      (vault: Vault) => vault.put(realm, 'a', { token: 'v2', value: { text: 'by hand' } }),
    ]) {
      const { vault, rotate, begin } = await rotatable()
      await rotate()
      const attempt = await begin()
      expect(await vault.rotating.stands(attempt)).to.equal(true)
      await end(vault)
      expect(await vault.rotating.stands(attempt)).to.equal(false)
      expect(await vault.rotating.end(attempt, 'done')).to.equal('over')
    }
  })

  it('is not of a secret that has taken the name', async () => {
    const { vault, rotate, begin } = await rotatable()
    await rotate()
    const attempt = await begin()
    await vault.delete(realm, 'a', { force: true })
    await vault.create(realm, { name: 'a', value: { text: 'x' } })
    await rotate()
    await begin()
    expect(await vault.rotating.stands(attempt)).to.equal(false)
  })

  it('waits while the secret is scheduled for deletion, and goes on when it is restored', async () => {
    const { vault, rotate, begin, clock } = await rotatable()
    await rotate()
    await begin()
    await vault.delete(realm, 'a')
    await clock.advance(hour)
    expect(await vault.rotating.begin(key, 1)).to.equal(undefined)
    expect(await vault.nextDue()).to.equal(noon + 30 * day)
    await vault.restore(realm, 'a')
    expect((await begin()).number).to.equal(2)
  })
})

describe('a rotation that has not ended', () => {
  it('refuses another, and is tried again at once as the refusal says', async () => {
    const { vault, rotate, begin } = await rotatable()
    await rotate()
    await vault.rotating.end(await begin(), 'failed')
    expect(await vault.rotating.begin(key, 1)).to.equal(undefined)
    expect(await outcome(rotate({ token: 'r2' }))).to.equal(incomplete)
    expect(await begin()).to.deep.include({ versionId: 'r1', number: 2 })
  })

  it('is not tried a second time while it is tried', async () => {
    const { vault, rotate, begin } = await rotatable()
    await rotate()
    const attempt = await begin()
    expect(await outcome(rotate({ token: 'r2' }))).to.equal(incomplete)
    expect(await vault.rotating.begin(key, 1)).to.equal(undefined)
    expect(await vault.rotating.stands(attempt)).to.equal(true)
  })

  it('gives way to another once somebody has taken AWSPENDING away', async () => {
    const { vault, rotate, begin } = await rotatable()
    await rotate()
    await vault.rotating.end(await begin(), 'failed')
    await vault.moveLabel(realm, 'a', 'AWSPENDING', { from: 'r1' })
    await rotate({ token: 'r2' })
    expect(await begin()).to.deep.include({ versionId: 'r2', number: 1 })
  })

  it('is abandoned by a value that somebody else gives, and only by such', async () => {
    const abandoned: unknown[] = []
    const all = await rotatable({ onAbandoned: (...args) => abandoned.push(args) })
    const { vault, rotate, begin, clock, put, describe } = all
    await rotate({ rules: { afterDays: 30 } })
    await begin()
    await put('r1', ['AWSPENDING'])
    await put('v2', ['mine'])
    await vault.update(realm, 'a', { description: 'new' })
    expect(abandoned).to.deep.equal([])
    await clock.advance(day)
    await vault.update(realm, 'a', { token: 'v3', value: { text: 'by hand' } })
    expect(abandoned).to.deep.equal([[key, 'r1']])
    const { labels, rotation } = await describe()
    expect(plain(labels)).to.deep.equal({ AWSCURRENT: 'v3', AWSPREVIOUS: 'v1', mine: 'v2' })
    expect(rotation?.window?.endsAt).to.equal(noon + 12 * hour + 31 * day - 1000)
  })
})

describe('a version with AWSPENDING that somebody else makes', () => {
  it('ends the rotation that is under way, and the next one goes on with it', async () => {
    const abandoned: unknown[] = []
    const all = await rotatable({ onAbandoned: (...args) => abandoned.push(args) })
    const { vault, rotate, begin, put, labels } = all
    await rotate()
    const attempt = await begin()
    await put('v2', ['AWSPENDING'])
    expect(await vault.rotating.stands(attempt)).to.equal(false)
    expect(abandoned).to.deep.equal([[key, 'r1']])
    expect(await labels()).to.deep.equal({ AWSCURRENT: 'v1', AWSPENDING: 'v2' })
    expect(await outcome(rotate({ token: 'r2' }))).to.equal(incomplete)
    expect(await begin()).to.deep.include({ versionId: 'v2', number: 1 })
  })
})

describe('the schedule', () => {
  it('comes also for a secret that has all the labels it can have', async () => {
    const { rotate, begin, clock, put, vault } = await rotatable()
    await rotate({ immediately: false, rules: { afterDays: 1 } })
    await vault.rotating.end(await begin(), 'done')
    await put('v2', [...manyLabels(18), 'AWSCURRENT'])
    await clock.advance(day)
    expect((await begin()).kind).to.equal('rotation')
  })

  it('is due when the window opens, with a version of its own', async () => {
    const { vault, rotate, begin, work, clock } = await rotatable()
    await rotate({ rules: { afterDays: 30 } })
    const first = await begin()
    await work(first)
    await vault.rotating.end(first, 'done')
    expect(await vault.nextDue()).to.equal(noon - 12 * hour + 30 * day)
    await clock.advance(30 * day - 12 * hour)
    const next = await begin()
    expect(next.versionId).to.match(/^version-/)
    expect((await vault.describe(realm, 'a')).labels.get('AWSPENDING')).to.equal(next.versionId)
  })

  it('is counted from a change by hand, which is no rotation', async () => {
    const { rotate, put, clock, rotation } = await rotatable()
    await rotate({ immediately: false, rules: { afterDays: 30 } })
    await clock.advance(2 * day)
    await put('v2')
    expect(await rotation()).to.deep.include({ valueChangedAt: noon + 2 * day })
    expect(await rotation()).to.not.have.property('lastRotatedAt')
    expect((await rotation())?.window?.startsAt).to.equal(noon - 12 * hour + 32 * day)
  })

  it('keeps showing a window that was missed, until a rotation succeeds', async () => {
    const { vault, rotate, begin, work, clock, rotation } = await rotatable()
    await rotate({ immediately: false, rules: { afterDays: 1 } })
    await vault.rotating.end(await begin(), 'done')
    const missed = (await rotation())?.window
    for (let attempts = 0; attempts < 40; attempts += 1) {
      await clock.advance(Math.max(0, ((await vault.nextDue()) ?? 0) - clock.now()))
      await vault.rotating.end(await begin(), 'failed')
    }
    expect(clock.now()).to.be.greaterThan((missed?.endsAt ?? 0) + 1000)
    expect((await rotation())?.window).to.deep.equal(missed)
    await clock.advance(hour)
    const last = await begin()
    await work(last)
    expect(await vault.rotating.end(last, 'done')).to.equal('succeeded')
    expect((await rotation())?.window?.startsAt).to.be.greaterThan(clock.now())
  })

  it('goes on with a version that is pending from before', async () => {
    const { rotate, put, clock, begin, vault } = await rotatable()
    await rotate({ immediately: false, rules: { afterDays: 1 } })
    await vault.rotating.end(await begin(), 'done')
    await put('left', ['AWSPENDING'])
    await clock.advance(day)
    expect((await begin()).versionId).to.equal('left')
  })

  it('begins nothing before its time, and nothing for a secret without rotation', async () => {
    const { vault, rotate, begin } = await rotatable()
    expect(await vault.rotating.begin(key, 1)).to.equal(undefined)
    expect(await vault.rotating.begin({ realm: elsewhere, name: 'a' }, 1)).to.equal(undefined)
    await rotate({ immediately: false, rules: { afterDays: 1 } })
    await vault.rotating.end(await begin(), 'done')
    expect(await vault.rotating.begin(key, 1)).to.equal(undefined)
  })
})

describe('cancel', () => {
  it('turns rotation off and leaves its settings and AWSPENDING, which it tells', async () => {
    const { vault, rotate, begin, rotation, describe } = await rotatable()
    await rotate({ rules: { afterDays: 30 } })
    await begin()
    const { secret, versionId } = await vault.rotating.cancel(realm, 'a')
    expect([secret.name, versionId]).to.deep.equal(['a', 'r1'])
    expect(await rotation()).to.deep.include({
      enabled: false,
      functionArn,
      window: undefined,
      round: undefined,
    })
    expect((await rotation())?.rules?.afterDays).to.equal(30)
    expect((await describe()).labels.get('AWSPENDING')).to.equal('r1')
    expect(await vault.nextDue()).to.equal(undefined)
  })

  it('tells no version where none is pending, and may be repeated', async () => {
    const { vault, rotate, begin, work } = await rotatable()
    await rotate()
    const attempt = await begin()
    await work(attempt)
    await vault.rotating.end(attempt, 'done')
    for (const _ of [1, 2]) expect((await vault.rotating.cancel(realm, 'a')).versionId).to.equal(undefined)
  })

  it('refuses what was never set up', async () => {
    const { vault } = await rotatable()
    expect(await outcome(vault.rotating.cancel(realm, 'a'))).to.match(/^InvalidRequestException/)
  })

  it('has RotateSecret refused until AWSPENDING is cleaned up, and nothing is tried again', async () => {
    const { vault, rotate, rotation } = await rotatable()
    await rotate()
    await vault.rotating.cancel(realm, 'a')
    for (const token of ['r1', 'r2']) expect(await outcome(rotate({ token }))).to.equal(incomplete)
    expect(await vault.nextDue()).to.equal(undefined)
    await vault.moveLabel(realm, 'a', 'AWSPENDING', { from: 'r1' })
    await rotate({ token: 'r2', functionArn: undefined })
    expect((await rotation())?.enabled).to.equal(true)
  })
})

describe('the rotation of a secret with replicas', () => {
  const elsewhereKey = { realm: elsewhere, name: 'a' }

  async function replicated() {
    const all = await rotatable()
    await all.vault.replicate(realm, 'a', { regions: [{ region: elsewhere.region }] })
    await all.vault.tend(key)
    return all
  }

  it('is the primary’s: the replica follows its versions, placeholders and all, and shows no rotation', async () => {
    const { vault, rotate, begin, work } = await replicated()
    await rotate({ rules: { afterDays: 30 } })
    const attempt = await begin()
    const pending = await vault.describe(elsewhere, 'a')
    expect(plain(pending.labels)).to.deep.equal({ AWSCURRENT: 'v1', AWSPENDING: 'r1' })
    expect(await outcome(vault.read(elsewhere, 'a', { label: 'AWSPENDING' }))).to.match(/^ResourceNotFound/)
    await work(attempt)
    await vault.rotating.end(attempt, 'done')
    expect((await vault.read(elsewhere, 'a')).version.id).to.equal('r1')
    expect((await vault.describe(elsewhere, 'a')).rotation).to.equal(undefined)
    expect(await vault.rotating.begin(elsewhereKey, 1)).to.equal(undefined)
  })

  it('cannot be asked for at a replica, until that is a secret of its own, which nobody rotates', async () => {
    const { vault, rotate, usable } = await replicated()
    await rotate({ rules: { afterDays: 30 } })
    const atReplica = () => vault.rotating.rotate(elsewhere, 'a', { token: 'r2', functionArn }, usable)
    expect(await outcome(atReplica())).to.match(
      /^InvalidParameterException: Operation not permitted on a replica/,
    )
    await vault.detach(elsewhere, 'a')
    expect((await vault.describe(elsewhere, 'a')).dueAt).to.equal(undefined)
    await vault.moveLabel(elsewhere, 'a', 'AWSPENDING', { from: 'r1' })
    expect(await outcome(atReplica())).to.equal('ok')
  })
})

describe('the rotation of another account’s secret', () => {
  it('asks about the function for the account that the secret is in', async () => {
    const { vault } = await rotatable()
    const realms: unknown[] = []
    await vault.rotating.rotate(stranger, arn, { token: 'r1', functionArn }, async (_, at) => {
      realms.push(at)
      return true
    })
    expect(realms).to.deep.equal([realm])
  })
})
