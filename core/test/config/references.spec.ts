import { expect } from 'chai'
import { describe, it } from 'mocha'
import { Problems } from '#config/place'
import { checkWriteTo, knownRoutes } from '#config/references'
import { complaintsOf } from './complaints.js'

const known = { ids: ['env', 'file'], dropped: ['aws'], why: 'AWS is off' }

describe('knownRoutes', () => {
  type Routes = Parameters<typeof knownRoutes>[0]
  const complaints = (routes: Routes) => complaintsOf((place) => knownRoutes(routes, place, known))

  it('keeps routes to those who are there, and leaves out those who are left out', () => {
    const routes = { '': ['aws', 'env'], 'a/': 'file', 'b/': ['file', 'env'] }
    const kept = { ...routes, '': ['env'] }
    expect(knownRoutes(routes, new Problems().at('config'), known)).to.deep.equal(kept)
    expect(complaints(routes)).to.deep.equal([])
  })

  const cases: readonly [routes: Routes, complaint: string][] = [
    [{ a: 'fil' }, 'a: expected the id of a provider (env, file); did you mean "file"?'],
    [{ 'a/': ['env', 'vault'] }, '["a/"][1]: expected the id of a provider (env, file)'],
    [{ a: ['env', 'file', 'env'] }, 'a: names a provider twice'],
    [{ a: 'aws' }, 'a: has no provider left: AWS is off'],
    [{ a: ['aws', 'aws'] }, 'a: has no provider left: AWS is off'],
  ]
  for (const [routes, complaint] of cases) {
    it(`complains: ${complaint}`, () => expect(complaints(routes)).to.deep.equal([`config: ${complaint}`]))
  }
})

describe('checkWriteTo', () => {
  const cases: readonly [id: string, complaints: readonly string[]][] = [
    ['env', []],
    ['emv', ['config: expected the id of a provider (env, file); did you mean "env"?']],
    ['aws', ['config: names a provider that is left out: AWS is off']],
  ]
  for (const [id, complaints] of cases) {
    it(`${complaints.length === 0 ? 'accepts' : 'refuses'} "${id}"`, () => {
      expect(complaintsOf((place) => checkWriteTo(id, place, known))).to.deep.equal(complaints)
    })
  }
})
