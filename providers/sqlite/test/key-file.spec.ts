import { chmod, readdir, readFile, readlink, stat, symlink, writeFile } from 'node:fs/promises'
import { expect } from 'chai'
import { describe, it } from 'mocha'
import { keyFile } from '#key-file'
import { useFolder } from './folder.js'
import { rejection } from './rejection.js'

describe('keyFile', () => {
  const at = useFolder()

  it('makes a key if asked, which is there ever after, for its owner alone', async () => {
    const key = await keyFile(at('deep/key'), { create: true })
    expect((await stat(at('deep/key'))).mode & 0o777).to.equal(0o600)
    expect((await stat(at('deep'))).mode & 0o777).to.equal(0o700)
    expect((await readFile(at('deep/key'), 'utf8')).replace(/[\w-]{43}/, '…')).to.equal(
      'strongroom-key-1:…\n',
    )
    expect((await keyFile(at('deep/key'))).id).to.equal(key.id)
    expect((await keyFile(at('deep/key'), { create: true })).id).to.equal(key.id)
    expect(await readdir(at('deep'))).to.deep.equal(['key'])
  })

  it('gives all who make it at the same time the same key, and leaves nothing behind', async () => {
    const keys = await Promise.all(Array.from({ length: 20 }, () => keyFile(at('key'), { create: true })))
    expect(new Set(keys.map(({ id }) => id)).size).to.equal(1)
    expect(await readdir(at())).to.deep.equal(['key'])
  })

  it('is CONFIG where there is none and none must be made', async () => {
    const error = await rejection(keyFile(at('key')))
    expect(error).to.have.property('code', 'CONFIG')
    expect(error.message).to.contain(at('key'))
    expect(await readdir(at())).to.deep.equal([])
  })

  it('is CONFIG for a file that others can read or write', async () => {
    await keyFile(at('key'), { create: true })
    for (const mode of [0o640, 0o604, 0o620, 0o602, 0o644]) {
      await chmod(at('key'), mode)
      const error = await rejection(keyFile(at('key')))
      expect(error).to.have.property('code', 'CONFIG')
      expect(error).to.have.property('hint', `chmod 600 ${at('key')}`)
    }
    await chmod(at('key'), 0o400)
    await keyFile(at('key'))
  })

  it('is CONFIG for what is no key, which it leaves as it is and does not quote', async () => {
    await keyFile(at('key'), { create: true })
    const whole = await readFile(at('key'), 'utf8')
    const wrong = ['', whole.slice(0, -2), whole.slice(1), `${whole}x`, whole.repeat(2), `${whole.trim()}A\n`]
    for (const text of [...wrong, whole.replace('key-1', 'key-2'), whole.replace(':', ' ')]) {
      await writeFile(at('key'), text)
      const error = await rejection(keyFile(at('key'), { create: true }))
      expect(error).to.have.property('code', 'CONFIG')
      expect(JSON.stringify(error) + error.stack).not.to.contain(whole.slice(20, 40))
      expect(await readFile(at('key'), 'utf8')).to.equal(text)
    }
    await writeFile(at('key'), whole.trim())
    await keyFile(at('key'))
  })

  it('puts nothing in the place of what is there though it cannot be read', async () => {
    await symlink(at('nowhere'), at('key'))
    expect(await rejection(keyFile(at('key'), { create: true }))).to.have.property('code', 'CONFIG')
    expect(await readlink(at('key'))).to.equal(at('nowhere'))
    expect(await readdir(at())).to.deep.equal(['key'])
  })

  it('is CONFIG where a folder stands, or none can', async () => {
    await writeFile(at('file'), '')
    for (const file of [at(), at('file/key')]) {
      expect(await rejection(keyFile(file, { create: true })), file).to.have.property('code', 'CONFIG')
    }
  })
})
