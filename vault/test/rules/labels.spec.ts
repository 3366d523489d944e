import { expect } from 'chai'
import { describe, it } from 'mocha'
import type { Labels } from '#model'
import { attach, labelsByVersion, labelsOf, move, promote } from '#rules/labels'
import { outcomeOf } from '../outcome.js'
import { plain } from '../set-up.js'

type Table = Readonly<Record<string, string>>

const labels = (table: Table): Labels => new Map(Object.entries(table))

/** As many labels as a secret can have, all on `v1`, AWSCURRENT among them and AWSPREVIOUS not. */
const full: Table = {
  AWSCURRENT: 'v1',
  ...Object.fromEntries(Array.from({ length: 19 }, (_, i) => [`L${i}`, 'v1'])),
}
const tooMany =
  'LimitExceededException: A secret can have at most 20 staging labels across all of its versions.'

describe('promote', () => {
  for (const [title, before, to, after] of [
    ['gives the first version AWSCURRENT and nothing else', {}, 'v1', { AWSCURRENT: 'v1' }],
    [
      'moves AWSPREVIOUS to the version that loses AWSCURRENT',
      { AWSCURRENT: 'v2', AWSPREVIOUS: 'v1' },
      'v3',
      { AWSCURRENT: 'v3', AWSPREVIOUS: 'v2' },
    ],
    [
      'takes AWSPENDING from the version that loses AWSCURRENT, and leaves it its own labels',
      { AWSCURRENT: 'v1', AWSPENDING: 'v1', MINE: 'v1' },
      'v2',
      { AWSCURRENT: 'v2', AWSPREVIOUS: 'v1', MINE: 'v1' },
    ],
    [
      'leaves the version that gets AWSCURRENT its AWSPENDING and its own labels',
      { AWSCURRENT: 'v1', AWSPENDING: 'v2', MINE: 'v2' },
      'v2',
      { AWSCURRENT: 'v2', AWSPREVIOUS: 'v1', AWSPENDING: 'v2', MINE: 'v2' },
    ],
    [
      'leaves AWSPENDING on a third version',
      { AWSCURRENT: 'v1', AWSPENDING: 'v3' },
      'v2',
      { AWSCURRENT: 'v2', AWSPREVIOUS: 'v1', AWSPENDING: 'v3' },
    ],
    [
      'swaps the two when AWSCURRENT goes back to AWSPREVIOUS',
      { AWSCURRENT: 'v2', AWSPREVIOUS: 'v1' },
      'v1',
      { AWSCURRENT: 'v1', AWSPREVIOUS: 'v2' },
    ],
    [
      'changes nothing for the version that has AWSCURRENT, AWSPENDING on it included',
      { AWSCURRENT: 'v2', AWSPREVIOUS: 'v1', AWSPENDING: 'v2' },
      'v2',
      { AWSCURRENT: 'v2', AWSPREVIOUS: 'v1', AWSPENDING: 'v2' },
    ],
  ] as const) {
    it(title, () => {
      expect(plain(promote(labels(before), to))).to.deep.equal(after)
    })
  }
})

describe('attach', () => {
  for (const [title, before, wanted, after] of [
    [
      'gives exactly the labels asked for, and leaves AWSCURRENT where it is',
      { AWSCURRENT: 'v1' },
      ['A', 'B'],
      { AWSCURRENT: 'v1', A: 'new', B: 'new' },
    ],
    [
      'takes a label from the version that has it',
      { AWSCURRENT: 'v1', A: 'v1' },
      ['A'],
      { AWSCURRENT: 'v1', A: 'new' },
    ],
    [
      'moves AWSPREVIOUS along when AWSCURRENT is among them',
      { AWSCURRENT: 'v2', AWSPREVIOUS: 'v1', AWSPENDING: 'v2' },
      ['A', 'AWSCURRENT'],
      { AWSCURRENT: 'new', AWSPREVIOUS: 'v2', A: 'new' },
    ],
    [
      'gives AWSPENDING to the new version when it is asked for beside AWSCURRENT',
      { AWSCURRENT: 'v1', AWSPENDING: 'v1' },
      ['AWSCURRENT', 'AWSPENDING'],
      { AWSCURRENT: 'new', AWSPREVIOUS: 'v1', AWSPENDING: 'new' },
    ],
    [
      'takes other labels that begin with AWS like any other',
      { AWSCURRENT: 'v1' },
      ['AWSSOMETHING'],
      { AWSCURRENT: 'v1', AWSSOMETHING: 'new' },
    ],
    [
      'counts a label that is asked for twice once',
      { AWSCURRENT: 'v1' },
      ['A', 'A'],
      { AWSCURRENT: 'v1', A: 'new' },
    ],
  ] as const) {
    it(title, () => {
      expect(plain(attach(labels(before), 'new', wanted))).to.deep.equal(after)
    })
  }

  it('refuses the 21st label, and not one that only moves', () => {
    expect(outcomeOf(() => attach(labels(full), 'new', ['L1', 'L2']))).to.equal('ok')
    expect(outcomeOf(() => attach(labels(full), 'new', ['one more']))).to.equal(tooMany)
  })

  it('refuses the AWSPREVIOUS that would be the 21st', () => {
    expect(outcomeOf(() => attach(labels(full), 'new', ['AWSCURRENT']))).to.equal(tooMany)
  })

  it('leaves the labels that it was given as they were', () => {
    const before = labels({ AWSCURRENT: 'v1' })
    attach(before, 'new', ['AWSCURRENT', 'A'])
    expect(plain(before)).to.deep.equal({ AWSCURRENT: 'v1' })
  })
})

describe('move', () => {
  const there: Table = { AWSCURRENT: 'v2', AWSPREVIOUS: 'v1', MINE: 'v1', AWSPENDING: 'v3' }
  const moved = (label: string, to?: string, from?: string) => plain(move(labels(there), label, to, from))

  for (const [title, label, to, from, changes] of [
    ['attaches a label that is nowhere', 'NEW', 'v1', undefined, { NEW: 'v1' }],
    ['moves a label from the version that is named', 'MINE', 'v2', 'v1', { MINE: 'v2' }],
    ['changes nothing where the label is already', 'MINE', 'v1', undefined, {}],
    ['changes nothing where the label is already, its holder named', 'MINE', 'v1', 'v1', {}],
    ['lets AWSPREVIOUS follow AWSCURRENT', 'AWSCURRENT', 'v3', 'v2', { AWSCURRENT: 'v3', AWSPREVIOUS: 'v2' }],
    ['moves AWSPREVIOUS by itself', 'AWSPREVIOUS', 'v3', 'v1', { AWSPREVIOUS: 'v3' }],
  ] as const) {
    it(title, () => {
      expect(moved(label, to, from)).to.deep.equal({ ...there, ...changes })
    })
  }

  for (const label of ['MINE', 'AWSPREVIOUS'] as const) {
    it(`takes ${label} away`, () => {
      const { [label]: _, ...rest } = there
      expect(moved(label, undefined, 'v1')).to.deep.equal(rest)
    })
  }

  for (const [title, label, to, from, refusal] of [
    [
      'refuses to take a label from a version that is not named',
      'AWSCURRENT',
      'v1',
      undefined,
      "The parameter RemoveFromVersionId can't be empty. Staging label AWSCURRENT is currently attached to version v2, so you must explicitly reference that version in RemoveFromVersionId.",
    ],
    [
      'says so of any other label, too',
      'MINE',
      'v2',
      undefined,
      "The parameter RemoveFromVersionId can't be empty. Staging label MINE is currently attached to version v1, so you must explicitly reference that version in RemoveFromVersionId.",
    ],
    [
      'refuses to move from a version that does not have the label',
      'MINE',
      'v3',
      'v2',
      'When you move staging label MINE, if you specify RemoveFromVersionId, it must be set to the version that currently has the staging label MINE.',
    ],
    [
      'refuses to take away a label that is nowhere',
      'NEW',
      undefined,
      'v1',
      'When you move staging label NEW, if you specify RemoveFromVersionId, it must be set to the version that currently has the staging label NEW.',
    ],
    [
      'refuses to take AWSCURRENT away',
      'AWSCURRENT',
      undefined,
      'v2',
      'You can only move staging label AWSCURRENT to a different secret version. It can’t be completely removed.',
    ],
    [
      'refuses to move a label from nowhere to nowhere',
      'MINE',
      undefined,
      undefined,
      'You must provide MoveToVersionId, RemoveFromVersionId, or both.',
    ],
  ] as const) {
    it(title, () => {
      expect(outcomeOf(() => moved(label, to, from))).to.equal(`InvalidParameterException: ${refusal}`)
    })
  }

  it('refuses the 21st label, also where AWSPREVIOUS would be it', () => {
    expect(outcomeOf(() => move(labels(full), 'NEW', 'v2', undefined))).to.equal(tooMany)
    expect(outcomeOf(() => move(labels(full), 'AWSCURRENT', 'v2', 'v1'))).to.equal(tooMany)
    expect(outcomeOf(() => move(labels(full), 'L1', 'v2', 'v1'))).to.equal('ok')
  })
})

describe('labelsOf and labelsByVersion', () => {
  const there = labels({ B: 'v1', AWSPENDING: 'v2', AWSCURRENT: 'v1', A: 'v1' })

  it('tell the labels of a version by the alphabet, and none of a version without any', () => {
    expect(labelsOf(there, 'v1')).to.deep.equal(['A', 'AWSCURRENT', 'B'])
    expect(labelsOf(there, 'v3')).to.deep.equal([])
  })

  it('agree, and name no version that has no label', () => {
    const byVersion = labelsByVersion(there)
    expect(plain(byVersion)).to.deep.equal({ v1: ['A', 'AWSCURRENT', 'B'], v2: ['AWSPENDING'] })
    for (const [versionId, held] of byVersion) expect(held).to.deep.equal(labelsOf(there, versionId))
  })
})
