import { expect } from 'chai'
import { describe, it } from 'mocha'
import { examplesIn, filesIn } from '../readme-examples.mjs'

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
    const markdown = '```ts\nconsole.log(x) // [secret db]\nrun() // not this\nconsole.log(y)\n```\n'
    expect(examplesIn(markdown)[0].prints).to.deep.equal(['[secret db]'])
  })

  it('find the files that the README shows under a name', () => {
    const markdown = '```yaml app.yaml\na: 1\n```\n```yaml\nb: 1\n```\n```ts\nc()\n```\n'
    expect(filesIn(markdown)).to.deep.equal([{ name: 'app.yaml', content: 'a: 1\n' }])
    expect(examplesIn(markdown)).to.have.lengthOf(1)
  })

  it('are none where there are none', () => {
    expect(examplesIn('# nothing\n')).to.deep.equal([])
  })
})
