import { existsSync, statSync } from 'node:fs'
import { expect } from 'chai'
import { describe, it } from 'mocha'
import { skip } from 'strongroom-scripts/skip'
import { makePrivateFolder } from '#private-folder'
import { useFolder } from './folder.js'

describe('makePrivateFolder', () => {
  const at = useFolder()

  it('makes what is missing on the way, for its owner alone', () => {
    makePrivateFolder(at('a/b/c'))
    for (const made of ['a', 'a/b', 'a/b/c']) expect(statSync(at(made)).mode & 0o777).to.equal(0o700)
    makePrivateFolder(at('a/b/c'))
  })

  it('comes to an end where no folder can be made', function () {
    if (!existsSync('/proc/self')) skip(this, 'this system has no /proc')
    expect(() => makePrivateFolder('/proc/strongroom/data')).to.throw('/proc/strongroom')
  })
})
