import { expect } from 'chai'
import { describe, it } from 'mocha'
import { checkDeletion, requireLive, schedule, unlessGone } from '#rules/deletion'
import { aSecret } from '#testing/sample-secrets'
import { outcomeOf } from '../outcome.js'
import { day, noon } from '../set-up.js'

const outside =
  'InvalidParameterException: The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).'
const both =
  "InvalidParameterException: You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays."

describe('checkDeletion', () => {
  for (const [recoveryDays, force, said] of [
    [undefined, undefined, 'ok'],
    [undefined, true, 'ok'],
    [7, undefined, 'ok'],
    [30, undefined, 'ok'],
    [7, false, 'ok'],
    [6, undefined, outside],
    [31, undefined, outside],
    [0, undefined, outside],
    [Number.NaN, undefined, outside],
    [7, true, both],
    [6, true, outside],
  ] as const) {
    it(`answers a window of ${recoveryDays} days and force ${force} with ${said.split(':')[0]}`, () => {
      expect(outcomeOf(() => checkDeletion({ recoveryDays, force }))).to.equal(said)
    })
  }
})

describe('schedule', () => {
  it('is due after so many days to the millisecond, 30 where nothing is said', () => {
    expect(schedule(noon + 1, 7)).to.deep.equal({ requestedAt: noon + 1, dueAt: noon + 1 + 7 * day })
    expect(schedule(noon).dueAt).to.equal(noon + 30 * day)
  })
})

describe('a secret that is scheduled for deletion', () => {
  const live = aSecret('live')
  const scheduled = aSecret('scheduled', { deletion: schedule(noon, 7) })

  for (const [what, secret, now, there] of [
    ['is there until its window ends', scheduled, noon + 7 * day - 1, true],
    ['is gone the moment its window ends', scheduled, noon + 7 * day, false],
    ['is gone ever after', scheduled, noon + 700 * day, false],
  ] as const) {
    it(what, () => {
      expect(unlessGone(secret, now)).to.equal(there ? secret : undefined)
    })
  }

  it('is refused, and one that is not goes through', () => {
    expect(unlessGone(live, noon + 700 * day)).to.equal(live)
    expect(unlessGone(undefined, noon)).to.equal(undefined)
    expect(requireLive(live)).to.equal(live)
    expect(outcomeOf(() => requireLive(scheduled))).to.equal(
      "InvalidRequestException: You can't perform this operation on the secret because it was marked for deletion.",
    )
  })
})
