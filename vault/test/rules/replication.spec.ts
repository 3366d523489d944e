import { expect } from 'chai'
import { describe, it } from 'mocha'
import type { Replica } from '#model'
import {
  copiedAt,
  followingVersion,
  givesWay,
  isReplicaOf,
  isToFollow,
  newReplica,
  ownOf,
  primaryRegionOf,
  requireNoReplica,
  requireUnreplicated,
  withoutReplicas,
  withReplicas,
} from '#rules/replication'
import { aSecret, aVersion, realm } from '#testing/sample-secrets'
import { outcomeOf } from '../outcome.js'

const replica = (region: string, status: Replica['status'] = 'InSync', fields: Partial<Replica> = {}) => ({
  region,
  status,
  ...fields,
})
const paris = 'eu-west-3'
const ohio = 'us-east-2'
const onReplica =
  "InvalidParameterException: Operation not permitted on a replica secret. Call must be made in primary secret's region."

/** A record without the fields that are not there. */
const present = (record: object = {}) => JSON.parse(JSON.stringify(record))

describe('primaryRegionOf', () => {
  it('is the own Region of a primary, the other of a replica, and nothing of any other secret', () => {
    expect(primaryRegionOf(aSecret('a'))).to.equal(undefined)
    expect(primaryRegionOf(aSecret('a', { replicas: [replica(paris, 'Failed')] }))).to.equal(realm.region)
    expect(primaryRegionOf(aSecret('a', { primaryRegion: paris }))).to.equal(paris)
  })
})

describe('requireNoReplica', () => {
  it('refuses a replica, and no primary', () => {
    expect(outcomeOf(() => requireNoReplica(aSecret('a', { primaryRegion: paris })))).to.equal(onReplica)
    expect(outcomeOf(() => requireNoReplica(aSecret('a', { replicas: [replica(paris)] })))).to.equal('ok')
  })
})

describe('requireUnreplicated', () => {
  it('names the Regions of all replicas by the alphabet, failed ones included', () => {
    const replicas = [replica('us-west-2'), replica('us-east-1', 'Failed'), replica('ap-northeast-2')]
    const record = aSecret('a', { replicas })
    expect(outcomeOf(() => requireUnreplicated(record))).to.equal(
      "InvalidParameterException: You can't delete secret arn:aws:secretsmanager:eu-central-1:123456789012:secret:a-AbCdEf that still has replica regions [ap-northeast-2, us-east-1, us-west-2].",
    )
    expect(record.replicas).to.equal(replicas)
    expect(replicas.map(({ region }) => region)).to.deep.equal(['us-west-2', 'us-east-1', 'ap-northeast-2'])
  })

  it('lets a secret go that has none', () => {
    expect(outcomeOf(() => requireUnreplicated(aSecret('a')))).to.equal('ok')
  })
})

describe('withReplicas', () => {
  const asked = (...regions: readonly string[]) => ({ regions: regions.map((region) => ({ region })) })

  for (const [what, there, request, expected] of [
    [
      'adds new ones at the end, as they came',
      [replica(ohio)],
      asked('us-west-2', paris),
      [replica(ohio), replica('us-west-2', 'InProgress'), replica(paris, 'InProgress')],
    ],
    [
      'knows the default key by its alias, and keeps any other as it was given',
      [],
      {
        regions: [
          { region: ohio, kmsKeyId: 'alias/aws/secretsmanager' },
          { region: paris, kmsKeyId: 'alias/x' },
        ],
      },
      [replica(ohio, 'InProgress'), replica(paris, 'InProgress', { kmsKeyId: 'alias/x' })],
    ],
    [
      'leaves one that is in sync as it is',
      [replica(ohio, 'InSync', { message: 'ok', kmsKeyId: 'alias/x' })],
      { ...asked(ohio), force: true },
      [replica(ohio, 'InSync', { message: 'ok', kmsKeyId: 'alias/x' })],
    ],
    [
      'tries one again in its place that failed, as it is asked for now',
      [replica(ohio, 'Failed', { message: 'no', kmsKeyId: 'alias/x' }), replica(paris)],
      { ...asked(ohio), force: true },
      [replica(ohio, 'InProgress', { overwrites: true }), replica(paris)],
    ],
    [
      'asks anew for one that is on its way',
      [replica(ohio, 'InProgress', { overwrites: true })],
      { ...asked(ohio), force: false },
      [replica(ohio, 'InProgress')],
    ],
  ] as const) {
    it(what, () => {
      expect(present(withReplicas(realm, there, request))).to.deep.equal(present(expected))
    })
  }

  it('makes no primary of a secret that is replicated to nowhere', () => {
    expect(withReplicas(realm, undefined, asked())).to.equal(undefined)
  })

  for (const [what, regions, refusal] of [
    ['its own Region', [paris, realm.region], 'Invalid replica region.'],
    ['a Region of another partition', ['cn-north-1'], 'Invalid replica region.'],
    ['a Region without a name', [''], 'Invalid replica region.'],
    ['a Region twice', [paris, ohio, paris], 'The replica region eu-west-3 is given more than once.'],
  ] as const) {
    it(`refuses ${what}`, () => {
      expect(outcomeOf(() => withReplicas(realm, undefined, asked(...regions)))).to.equal(
        `InvalidParameterException: ${refusal}`,
      )
    })
  }
})

describe('withoutReplicas', () => {
  it('leaves the others in their order, and is absent where none is left', () => {
    const all = [replica(ohio), replica(paris), replica('us-west-2')]
    expect(withoutReplicas(all, [paris, 'eu-north-1'])).to.deep.equal([replica(ohio), replica('us-west-2')])
    expect(withoutReplicas(all, [paris, ohio, 'us-west-2'])).to.equal(undefined)
  })
})

describe('copiedAt', () => {
  it('is before any time while a replica is on its way, and never otherwise', () => {
    const replicas = [replica(ohio), replica(paris, 'InProgress')]
    expect(copiedAt(aSecret('a', { replicas }))).to.equal(0)
    expect(copiedAt(aSecret('a', { replicas: [replica(ohio, 'Failed'), replica(paris)] }))).to.equal(
      undefined,
    )
    expect(copiedAt(aSecret('a'))).to.equal(undefined)
  })
})

describe('isReplicaOf', () => {
  const primary = aSecret('a', { replicas: [replica(paris)] })
  for (const [what, fields, expected] of [
    ['one that follows it', { primaryRegion: realm.region }, true],
    ['one of another primary', { primaryRegion: ohio }, false],
    [
      'one that followed a secret that had the name before',
      { primaryRegion: realm.region, suffix: 'Before' },
      false,
    ],
    ['a secret of its own', {}, false],
  ] as const) {
    it(`is ${expected} of ${what}`, () => {
      const secret = aSecret('a', { realm: { ...realm, region: paris }, ...fields })
      expect(isReplicaOf(primary, secret)).to.equal(expected)
    })
  }
})

describe('givesWay', () => {
  const primary = aSecret('a', { replicas: [replica(paris, 'InProgress')] })
  for (const [what, fields, unforced, forced] of [
    ['a secret of its own', {}, false, true],
    ['a secret that is scheduled for deletion', { deletion: { requestedAt: 1, dueAt: 2 } }, false, true],
    ['a replica of the same primary', { primaryRegion: realm.region }, true, true],
    ['a replica of another primary', { primaryRegion: ohio }, false, false],
    ['a primary with replicas', { replicas: [replica(ohio)] }, false, false],
  ] as const) {
    it(`is ${unforced} for ${what}, and ${forced} where overwriting was asked for`, () => {
      const standing = aSecret('a', { realm: { ...realm, region: paris }, ...fields })
      expect(givesWay(standing, primary, replica(paris, 'InProgress'))).to.equal(unforced)
      expect(givesWay(standing, primary, replica(paris, 'InProgress', { overwrites: true }))).to.equal(forced)
    })
  }
})

describe('newReplica', () => {
  it('takes nothing from the primary that is its own', () => {
    const primary = aSecret('a', {
      ...{ revision: 9, kmsKeyId: 'alias/theirs', accessedOn: 5, dueAt: 0, replicas: [replica(paris)] },
    })
    expect(newReplica('new', primary, replica(paris, 'InProgress'))).to.deep.equal({
      ...{ id: 'new', realm: { ...realm, region: paris }, revision: 1, primaryRegion: realm.region },
      ...{
        kmsKeyId: undefined,
        accessedOn: undefined,
        dueAt: undefined,
        replicas: undefined,
        rotation: undefined,
      },
    })
    expect(
      newReplica('new', primary, replica(paris, 'InProgress', { kmsKeyId: 'alias/x' })).kmsKeyId,
    ).to.equal('alias/x')
  })
})

describe('followingVersion', () => {
  const own = ownOf(aSecret('a', { kmsKeyId: 'alias/ours' }))
  const theirs = aVersion('v1', 1, { kmsKeyIds: ['alias/theirs'], accessedOn: 5 })

  it('is under the key of the replica, and was never read there', () => {
    const version = followingVersion(theirs, own, undefined)
    expect(version).to.deep.equal({ ...theirs, kmsKeyIds: ['alias/ours'], accessedOn: undefined })
  })

  it('keeps the keys and the day of the last read of one that stands there', () => {
    const standing = aVersion('v1', 1, { kmsKeyIds: ['DefaultEncryptionKey'], accessedOn: 7 })
    const later = { ...theirs, createdAt: 99 }
    expect(followingVersion(later, own, standing)).to.deep.equal({ ...standing, createdAt: 99 })
  })
})

describe('isToFollow', () => {
  const before = aSecret('a', { replicas: [replica(paris)] })
  for (const [what, fields, expected] of [
    ['nothing', {}, false],
    ['the day of a read', { accessedOn: 5, revision: 2 }, false],
    ['the key', { kmsKeyId: 'alias/x' }, false],
    ['what it knows of its replicas', { replicas: [], dueAt: 0 }, false],
    ['the date of change', { changedAt: 5 }, true],
    ['the labels', { labels: new Map() }, true],
    ['a field that goes', { suffix: undefined }, true],
    ['a field that nobody has heard of', { unheardOf: 1 }, true],
  ] as const) {
    it(`is ${expected} where ${what} changes`, () => {
      expect(isToFollow(before, Object.assign({}, before, fields))).to.equal(expected)
    })
  }

  it('is true of a secret that was not there before', () => {
    expect(isToFollow(undefined, before)).to.equal(true)
  })
})
