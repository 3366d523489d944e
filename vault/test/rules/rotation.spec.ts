import { expect } from 'chai'
import { describe, it } from 'mocha'
import type { Rotation, Round, SecretRecord } from '#model'
import {
  abandonedVersion,
  afterValueChange,
  arranged,
  attempted,
  attemptedAt,
  cancelled,
  failed,
  functionFor,
  newRound,
  pendingVersion,
  type RotationRequest,
  settingsAfter,
  shownRules,
  succeeded,
} from '#rules/rotation'
import { aSecret } from '#testing/sample-secrets'
import { outcomeOf } from '../outcome.js'
import { day, hour, noon, plain } from '../set-up.js'

const minute = 60_000
const midnight = noon - 12 * hour
const endOfToday = midnight + day - 1000
const functionArn = 'arn:aws:lambda:eu-central-1:123456789012:function:f'
const token = 'new'

const standing: Rotation = { enabled: true, functionArn, setAt: noon }
const daily: Rotation = { ...standing, rules: { afterDays: 1 } }
const round: Round = { ...newRound({ kind: 'rotation', versionId: 'v2', token: 't' }, noon) }
const underWay: Round = { ...round, attempts: 1, underWay: true }

const withLabels = (labels: Readonly<Record<string, string>>, fields: Partial<SecretRecord> = {}) =>
  aSecret('a', { labels: new Map(Object.entries(labels)), ...fields })

describe('functionFor', () => {
  const none = 'InvalidRequestException: No Lambda rotation function ARN is associated with this secret.'
  const rows: readonly [string, Partial<SecretRecord>, Partial<RotationRequest>, string | undefined][] = [
    ['the one that is given', {}, { functionArn }, functionArn],
    ['the one that is stored', { rotation: standing }, {}, functionArn],
    [
      'the one that is given before the one that is stored',
      { rotation: standing },
      { functionArn: 'g' },
      'g',
    ],
    [
      'the one that is stored where an empty one is given',
      { rotation: standing },
      { functionArn: '' },
      functionArn,
    ],
    ['none of a kind of partner', { type: 'SomePartner' }, {}, undefined],
    ['none with a role for a partner', {}, { externalRoleArn: 'r' }, undefined],
    [
      'none where a partner was told before',
      { rotation: { enabled: true, setAt: 1, externalMetadata: [] } },
      {},
      undefined,
    ],
    ['a function even of a kind of partner', { type: 'SomePartner' }, { functionArn }, functionArn],
  ]
  for (const [what, secret, request, wanted] of rows) {
    it(`is ${what}`, () => {
      expect(functionFor(withLabels({}, secret), request)).to.equal(wanted)
    })
  }

  it('refuses where there is neither a function nor a partner', () => {
    for (const request of [{}, { functionArn: '' }]) {
      expect(outcomeOf(() => functionFor(withLabels({}), request))).to.equal(none)
    }
  })
})

describe('settingsAfter', () => {
  const rules: readonly [string, Rotation['rules'], RotationRequest['rules'], Rotation['rules']][] = [
    ['keeps rules that nothing is said about', { afterDays: 3 }, undefined, { afterDays: 3 }],
    ['keeps rules where empty ones are given', { afterDays: 3 }, {}, { afterDays: 3 }],
    ['has none where none were given', undefined, {}, undefined],
    [
      'puts an expression in the place of days',
      { afterDays: 3 },
      { expression: 'rate(5 days)' },
      { expression: 'rate(5 days)' },
    ],
    [
      'puts days in the place of an expression',
      { expression: 'rate(5 days)' },
      { afterDays: 3 },
      { afterDays: 3 },
    ],
    [
      'takes the duration away with the schedule it was for',
      { afterDays: 3, duration: '3h' },
      { afterDays: 4 },
      { afterDays: 4 },
    ],
    [
      'gives the stored schedule another duration',
      { afterDays: 3, duration: '3h' },
      { duration: '2h' },
      { afterDays: 3, duration: '2h' },
    ],
  ]
  for (const [what, before, given, wanted] of rules) {
    it(what, () => {
      const settings = settingsAfter({ ...standing, rules: before }, { token, rules: given }, noon)
      expect(JSON.parse(JSON.stringify({ rules: settings.rules }))).to.deep.equal(
        wanted === undefined ? {} : { rules: wanted },
      )
    })
  }

  it('refuses both frequencies, and a duration without any', () => {
    const both = { afterDays: 3, expression: 'rate(5 days)' }
    expect(outcomeOf(() => settingsAfter(undefined, { token, rules: both }, noon))).to.equal(
      'InvalidParameterException: You cannot specify both rotation frequency and schedule expression together.',
    )
    expect(outcomeOf(() => settingsAfter(undefined, { token, rules: { duration: '2h' } }, noon))).to.match(
      /^InvalidParameterException/,
    )
  })

  it('turns rotation on, keeps what it does not speak of, and counts the window from now', () => {
    const before = { ...cancelled(daily), externalRoleArn: 'r', externalMetadata: [], lastRotatedAt: 5 }
    const after = settingsAfter(before, { token, functionArn: 'g' }, noon + day)
    expect(after).to.deep.include({ enabled: true, functionArn: 'g', externalRoleArn: 'r', lastRotatedAt: 5 })
    expect(after).to.deep.include({ externalMetadata: [], setAt: noon + day, setWith: token })
    const first = settingsAfter(undefined, { token, rules: { afterDays: 30 } }, noon)
    expect(first.window).to.deep.equal({ startsAt: midnight + 30 * day, endsAt: endOfToday + 30 * day })
  })
})

describe('pendingVersion', () => {
  it('is the version with AWSPENDING, unless that is the current one', () => {
    expect(pendingVersion(withLabels({}))).to.equal(undefined)
    expect(pendingVersion(withLabels({ AWSCURRENT: 'v1' }))).to.equal(undefined)
    expect(pendingVersion(withLabels({ AWSPENDING: 'v1' }))).to.equal('v1')
    expect(pendingVersion(withLabels({ AWSCURRENT: 'v1', AWSPENDING: 'v2' }))).to.equal('v2')
    expect(pendingVersion(withLabels({ AWSCURRENT: 'v2', AWSPENDING: 'v2' }))).to.equal(undefined)
  })
})

describe('attemptedAt', () => {
  const window = { startsAt: 5, endsAt: 6 }
  const rows: readonly [string, Rotation | undefined, number | undefined][] = [
    ['never without rotation', undefined, undefined],
    ['never without a schedule', standing, undefined],
    ['when the window opens', { ...standing, window }, 5],
    ['when the round is due, whatever the window', { ...standing, window, round: { ...round, at: 9 } }, 9],
    [
      'never while a round waits to be asked for',
      { ...standing, window, round: { ...round, at: undefined } },
      undefined,
    ],
    ['never once it is cancelled', { ...standing, enabled: false, window }, undefined],
  ]
  for (const [what, rotation, wanted] of rows) {
    it(`is ${what}`, () => {
      expect(attemptedAt(withLabels({}, { rotation }))).to.equal(wanted)
    })
  }
})

describe('arranged', () => {
  const identify = () => ({ kind: 'rotation', versionId: 'fresh', token: 'fresh' }) as const
  const arrange = (rotation: Rotation, now: number, labels = { AWSCURRENT: 'v1', AWSPENDING: 'v2' }) =>
    arranged(withLabels(labels), rotation, now, identify)
  const today = { startsAt: midnight, endsAt: endOfToday }

  it('begins a round in an open window, until that ends', () => {
    const fresh = { kind: 'rotation', versionId: 'fresh', token: 'fresh', attempts: 0, underWay: false }
    expect(arrange({ ...daily, window: today }, noon).round).to.deep.equal({
      ...fresh,
      at: noon,
      until: endOfToday,
    })
  })

  it('waits for the next window where nobody was there in the one before', () => {
    const cron = {
      ...standing,
      rules: { expression: 'cron(0 16 1 * ? *)', duration: '2h' },
      setAt: noon - day,
    }
    const missed = { startsAt: midnight - day, endsAt: midnight - 1 }
    const { round: none, window } = arrange({ ...cron, window: missed }, noon)
    expect({ none, window }).to.deep.equal({
      none: undefined,
      window: { startsAt: midnight + 16 * hour, endsAt: midnight + 18 * hour - 1000 },
    })
  })

  it('goes on with a round in its window', () => {
    const rotation = { ...daily, round: underWay }
    expect(arrange(rotation, endOfToday + 999).round).to.deep.equal(underWay)
  })

  it('puts a round off whose window has ended, until the next one', () => {
    const rotation = { ...standing, rules: { afterDays: 30 }, round: underWay }
    expect(arrange(rotation, endOfToday + 1000).round).to.deep.equal({
      ...underWay,
      ...{ at: midnight + 30 * day, until: endOfToday + 30 * day, attempts: 0, underWay: false },
    })
  })

  it('goes on today with a round that has no other window, and with one that was never attempted', () => {
    const tomorrow = noon + day
    const alone = arrange({ ...standing, round: underWay }, tomorrow).round
    expect(alone).to.deep.include({ at: tomorrow, until: endOfToday + day, attempts: 1 })
    const monthly = { ...standing, rules: { afterDays: 30 }, round }
    expect(arrange(monthly, tomorrow).round).to.deep.equal(round)
  })

  it('gives up a round whose version has lost AWSPENDING, and begins another if the window is open', () => {
    const labels = { AWSCURRENT: 'v1', AWSPENDING: 'v3' }
    expect(arrange({ ...standing, round: underWay }, noon, labels).round).to.equal(undefined)
    expect(arrange({ ...daily, window: today, round: underWay }, noon, labels).round?.versionId).to.equal(
      'fresh',
    )
  })

  it('goes on with a round whose version has become the current one', () => {
    const labels = { AWSCURRENT: 'v2', AWSPENDING: 'v3' }
    expect(arrange({ ...standing, round: underWay }, noon, labels).round).to.deep.equal(underWay)
  })
})

describe('an attempt', () => {
  it('is lost when nothing is heard of it for as long as it may take, and at least for a pause', () => {
    expect(attempted(round, noon, 1)).to.deep.equal({ ...underWay, at: noon + 5 * minute })
    expect(attempted(round, noon, hour)).to.deep.equal({ ...underWay, at: noon + hour })
  })

  it('that fails is repeated with pauses that double, and are never longer than an hour', () => {
    const pauses = [1, 2, 3, 4, 5, 6, 100].map((attempts) => {
      const { at = 0 } = failed(standing, { ...underWay, attempts }, noon)
      return (at - noon) / minute
    })
    expect(pauses).to.deep.equal([5, 10, 20, 40, 60, 60, 60])
  })

  it('that fails at the end of its window is repeated in the next one, with pauses as at first', () => {
    const late = endOfToday - minute
    expect(failed({ ...standing, rules: { afterDays: 7 } }, underWay, late)).to.deep.equal({
      ...underWay,
      ...{ at: midnight + 7 * day, until: endOfToday + 7 * day, attempts: 0, underWay: false },
    })
  })

  it('that fails at the end of the day is not repeated by itself where there is no schedule', () => {
    expect(failed(standing, underWay, endOfToday - minute)).to.deep.equal({
      ...underWay,
      at: undefined,
      underWay: false,
    })
  })

  it('that succeeds ends the round, and counts the next window from then', () => {
    const rotation = { ...standing, rules: { afterDays: 30 }, round: underWay }
    const after = succeeded(rotation, noon + day)
    expect(after.round).to.equal(undefined)
    expect(after.lastRotatedAt).to.equal(noon + day)
    expect(after.window).to.deep.equal({ startsAt: midnight + 31 * day, endsAt: endOfToday + 31 * day })
  })
})

describe('afterValueChange', () => {
  const before = withLabels({ AWSCURRENT: 'v1', AWSPENDING: 'v2' })
  const change = (rotation: Rotation | undefined, labels: Readonly<Record<string, string>>) =>
    afterValueChange(before, withLabels(labels, { rotation }), noon + day)
  const byHand = { AWSCURRENT: 'v3', AWSPREVIOUS: 'v1', AWSPENDING: 'v2' }
  const rotating = { ...daily, round: underWay }

  it('abandons the round of another version, and takes AWSPENDING from that', () => {
    const { labels, rotation } = change(rotating, byHand)
    expect(plain(labels)).to.deep.equal({ AWSCURRENT: 'v3', AWSPREVIOUS: 'v1' })
    expect(rotation?.round).to.equal(undefined)
    expect(abandonedVersion({ ...before, rotation: rotating }, { ...before, rotation })).to.equal('v2')
  })

  it('leaves AWSPENDING on a version that is no round’s', () => {
    expect(plain(change(daily, byHand).labels)).to.deep.equal(byHand)
    const moved = { ...byHand, AWSPENDING: 'v4' }
    expect(plain(change(rotating, moved).labels)).to.deep.equal(moved)
  })

  it('counts the next window from a change by hand, with a round or without', () => {
    for (const rotation of [daily, rotating]) {
      const { lastRotatedAt, valueChangedAt, window } = change(rotation, byHand).rotation ?? {}
      expect({ lastRotatedAt, valueChangedAt }).to.deep.equal({
        lastRotatedAt: undefined,
        valueChangedAt: noon + day,
      })
      expect(window).to.deep.equal({ startsAt: midnight + 2 * day, endsAt: endOfToday + 2 * day })
    }
  })

  it('gives a secret whose rotation was cancelled no window', () => {
    expect(change(cancelled(daily), byHand).rotation?.window).to.equal(undefined)
  })

  it('is no change by hand where the rotation’s own version becomes the current one, or none does', () => {
    for (const labels of [{ AWSCURRENT: 'v2', AWSPREVIOUS: 'v1' }, plain(before.labels)]) {
      expect(change(rotating, labels).rotation).to.equal(rotating)
    }
  })

  it('lets the test of a function end', () => {
    const test: Round = { ...underWay, kind: 'test' }
    const { labels, rotation } = change({ ...daily, round: test }, byHand)
    expect([plain(labels), rotation?.round]).to.deep.equal([byHand, test])
  })

  it('changes nothing of a secret that is not rotated', () => {
    expect(change(undefined, byHand).rotation).to.equal(undefined)
  })
})

describe('abandonedVersion', () => {
  const was = withLabels({}, { rotation: { ...daily, round: underWay } })
  const rows: readonly [string, SecretRecord | undefined][] = [
    ['a secret that is gone', undefined],
    ['a rotation that goes on', { ...was, rotation: { ...daily, round: { ...underWay, attempts: 2 } } }],
    ['one that succeeded', { ...was, rotation: { ...daily, lastRotatedAt: noon } }],
    [
      'one that succeeded, and the value was changed after that',
      { ...was, rotation: { ...daily, lastRotatedAt: noon, valueChangedAt: noon } },
    ],
    ['one that was cancelled', { ...was, rotation: cancelled(daily) }],
  ]
  for (const [what, after] of rows) {
    it(`is none of ${what}`, () => {
      expect(abandonedVersion(was, after)).to.equal(undefined)
    })
  }
})

describe('shownRules', () => {
  it('are those that were given, with the days between windows', () => {
    expect(
      shownRules({ ...standing, rules: { expression: 'rate(10 hours)', duration: '2h' } }),
    ).to.deep.equal({
      ...{ expression: 'rate(10 hours)', duration: '2h', afterDays: 1 },
    })
    expect(shownRules(standing)).to.equal(undefined)
  })
})
