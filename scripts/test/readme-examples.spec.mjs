import { expect } from 'chai'
import { describe, it } from 'mocha'
import { examplesIn } from '../readme-examples.mjs'

describe('the examples of a README', () => {
  it('are its blocks of TypeScript, each by itself', () => {
    const markdown = [
      '# x',
      '```ts',
      'a()',
      '```',
      '```sh',
      'npm test',
      '```',
      '```ts',
      'b()',
      'c()',
      '```',
      '',
    ].join('\n')
    expect(examplesIn(markdown).map(({ code }) => code)).to.deep.equal(['a()\n', 'b()\nc()\n'])
  })

  it('print what stands behind console.log, and nothing for other comments', () => {
    const markdown = '```ts\nconsole.log(`${x}`) // [secret db]\nrun() // not this\nconsole.log(y)\n```\n'
    expect(examplesIn(markdown)[0].prints).to.deep.equal(['[secret db]'])
  })

  it('are none where there are none', () => {
    expect(examplesIn('# nothing\n')).to.deep.equal([])
  })
})
