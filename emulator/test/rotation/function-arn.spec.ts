import { expect } from 'chai'
import { describe, it } from 'mocha'
import { partsOf } from '#rotation/function-arn'

describe('partsOf', () => {
  const rows: readonly [string, object][] = [
    [
      'arn:aws:lambda:eu-west-1:123456789012:function:f',
      { region: 'eu-west-1', account: '123456789012', name: 'f', qualifier: undefined },
    ],
    [
      'arn:aws-cn:lambda:cn-north-1:123456789012:function:f:$LATEST',
      { region: 'cn-north-1', account: '123456789012', name: 'f', qualifier: '$LATEST' },
    ],
    ['f', { region: '', account: '', name: 'f', qualifier: undefined }],
  ]
  for (const [arn, wanted] of rows) {
    it(`reads ${arn}`, () => {
      expect(partsOf(arn)).to.deep.equal(wanted)
    })
  }
})
