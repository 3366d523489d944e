import { expect } from 'chai'
import { describe, it } from 'mocha'
import { licences } from '../licences.mjs'
import { trees } from './trees.mjs'

describe('licences', () => {
  const tree = trees()
  const of = (...packages) => licences(packages.map((files) => tree(files)))

  it('has the text of each package, in the order of their names', () => {
    const b = { 'package.json': { name: 'b', version: '2.0.0' }, 'LICENSE.md': 'Do as you like.\n' }
    const a = { 'package.json': { name: '@x/a', version: '1.0.0' }, licence: 'Say my name.', 'index.js': '' }
    expect(of(b, a)).to.equal(`@x/a 1.0.0
==========

Say my name.

b 2.0.0
=======

Do as you like.
`)
  })

  it('has every text that a package comes with', () => {
    const files = { 'package.json': { name: 'a', version: '1.0.0' }, LICENSE: 'Licence', NOTICE: 'Notice' }
    expect(of(files)).to.contain('\n\nLicence\n\nNotice\n')
  })

  it('names the licence of a package that comes without the text, and who wrote it', () => {
    const manifest = { name: 'a', version: '1.0.0', license: 'MIT' }
    const told = (author) => of({ 'package.json': { ...manifest, author } }).split('\n')[3]
    expect(told(undefined)).to.equal('MIT. The package comes without the text.')
    expect(told('Jo')).to.equal('MIT, by Jo. The package comes without the text.')
    expect(told({ name: 'Jo', email: 'jo@example.com' })).to.equal(
      'MIT, by Jo. The package comes without the text.',
    )
  })

  it('throws for a package that says nothing of a licence', () => {
    const files = { 'package.json': { name: 'a', version: '1.0.0' } }
    expect(() => of(files)).to.throw('a 1.0.0 does not say under which licence it is')
  })
})
