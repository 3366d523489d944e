import path from 'node:path'
import { expect } from 'chai'
import { describe, it } from 'mocha'
import { filesIn, refuseUnreadable } from '#rotation/function-files'
import { refusalOf } from '../refusal.js'
import { withFiles } from '../temporary-folder.js'

const arn = 'arn:aws:lambda:us-east-1:000000000000:function:rotate'

describe('filesIn', () => {
  it('parts at the first equals sign, since a path may have more', () => {
    expect([...filesIn([`${arn}=/a=b/c.mjs`])]).to.deep.equal([[arn, '/a=b/c.mjs']])
  })
})

describe('refuseUnreadable', () => {
  it('lets files be that are there, also one for two functions', () =>
    withFiles({ 'a.mjs': '' }, async (folder) => {
      const file = path.join(folder, 'a.mjs')
      await refuseUnreadable([`${arn}=${file}`, `${arn}:live=${file}`])
    }))

  it('tells of every file that is not there, and of every function that is told twice', () =>
    withFiles({ 'a.mjs': '' }, async (folder) => {
      const file = path.join(folder, 'a.mjs')
      const refusal = refusalOf(refuseUnreadable([`${arn}=${file}`, `${arn}=${file}`, `${arn}:b=${file}.js`]))
      const { code, message } = await refusal
      expect(code).to.equal('CONFIG')
      expect(message.split('\n')).to.deep.equal([
        '2 problems:',
        `${arn}: the file of this rotation function is told twice`,
        `${file}.js: the rotation function ${arn}:b cannot be read (ENOENT)`,
      ])
    }))
})
