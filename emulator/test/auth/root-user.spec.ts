import { expect } from 'chai'
import { describe, it } from 'mocha'
import { rootUser } from '#auth/root-user'

describe('rootUser', () => {
  for (const [region, partition] of [
    ['eu-west-3', 'aws'],
    ['cn-north-1', 'aws-cn'],
    ['us-gov-west-1', 'aws-us-gov'],
  ] as const) {
    it(`is of the account, in the partition ${partition} for ${region}`, () => {
      expect(rootUser({ account: '111122223333', region })).to.deep.equal({
        arn: `arn:${partition}:iam::111122223333:root`,
        account: '111122223333',
      })
    })
  }
})
