import { expect } from 'chai'
import { describe, it } from 'mocha'
import { dueAt } from '#rules/due'
import { aSecret } from '#testing/sample-secrets'
import { hour, noon } from '../set-up.js'

const many = { versionCount: 101, keepsAllUntil: noon + 1 }
const deletion = { requestedAt: noon, dueAt: noon + hour }
const waiting = { replicas: [{ region: 'eu-west-3', status: 'InProgress' }] } as const

describe('dueAt', () => {
  for (const [what, fields, expected] of [
    ['an ordinary secret', {}, undefined],
    ['one that is scheduled for deletion, at the end of its window', { deletion }, noon + hour],
    ['one with too many versions, at the full hour', many, noon + hour],
    ['one whose versions come to an age at a full hour, then', { ...many, keepsAllUntil: noon }, noon],
    ['one with too many versions that has not looked at them', { versionCount: 101 }, undefined],
    ['one with as many versions as it keeps', { ...many, versionCount: 100 }, undefined],
    [
      'one that is going, for nothing else',
      { ...many, deletion: { ...deletion, dueAt: noon + 9 * hour } },
      noon + 9 * hour,
    ],
    ['one with a replica to be made, at once', waiting, 0],
    ['one with more than one reason, for the first', { ...many, ...waiting }, 0],
    ['a replica, which waits for its primary', { ...many, primaryRegion: 'eu-west-3' }, undefined],
  ] as const) {
    it(`of ${what}`, () => {
      expect(dueAt(aSecret('a', fields))).to.equal(expected)
    })
  }
})
