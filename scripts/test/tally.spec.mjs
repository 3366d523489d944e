import { expect } from 'chai'
import { describe, it } from 'mocha'
import { tally } from '../tally.mjs'

const counts = ({ passed = 0, failed = 0, skipped = [] }) => ({ passed, failed, skipped })
const needsDocker = { title: 'starts a container', reason: 'no Docker engine' }
const mute = { title: 'does something', reason: null }

const table = [
  ['adds up every package', [{ passed: 2 }, { passed: 3 }], '5 passed, 0 failed, 0 skipped', true],
  ['is not ok when a test failed', [{ passed: 2 }, { failed: 1 }], '2 passed, 1 failed, 0 skipped', false],
  [
    'is ok with a skip that has a reason',
    [{ passed: 1, skipped: [needsDocker] }],
    '1 passed, 0 failed, 1 skipped',
    true,
  ],
  [
    'counts a skip without a reason as a failure',
    [{ passed: 1, skipped: [mute] }],
    '1 passed, 1 failed, 0 skipped',
    false,
  ],
  ['is not ok when nothing passed', [{ skipped: [needsDocker] }], '0 passed, 0 failed, 1 skipped', false],
  ['is not ok without any package', [], '0 passed, 0 failed, 0 skipped', false],
]

describe('tally', () => {
  for (const [title, given, line, ok] of table) {
    it(title, () => {
      const results = given.map((each, i) => [`package-${i}`, counts(each)])
      expect(tally(results, { skipsAllowed: true })).to.include({ line, ok })
    })
  }

  it('counts a package that left no result as one failure', () => {
    const { line, ok, remarks } = tally(
      [
        ['a', counts({ passed: 1 })],
        ['b', undefined],
      ],
      { skipsAllowed: true },
    )
    expect({ line, ok }).to.deep.equal({ line: '1 passed, 1 failed, 0 skipped', ok: false })
    expect(remarks).to.deep.equal(['b: the tests ended without a result'])
  })

  it('names every skip with its package, its title and its reason', () => {
    const { remarks } = tally([['a', counts({ passed: 1, skipped: [needsDocker] })]], { skipsAllowed: true })
    expect(remarks).to.deep.equal(['a: skipped (no Docker engine): starts a container'])
  })

  it('refuses a skip with a reason where no skips are allowed', () => {
    const results = [['a', counts({ passed: 1, skipped: [needsDocker] })]]
    expect(tally(results, { skipsAllowed: false })).to.include({
      line: '1 passed, 0 failed, 1 skipped',
      ok: false,
    })
  })

  it('is ok without skips where no skips are allowed', () => {
    expect(tally([['a', counts({ passed: 1 })]], { skipsAllowed: false })).to.include({ ok: true })
  })
})
