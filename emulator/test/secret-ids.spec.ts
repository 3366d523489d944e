import { expect } from 'chai'
import { describe, it } from 'mocha'
import { namesOf, secretIdsIn } from '#secret-ids'

const arn = 'arn:aws:secretsmanager:us-east-1:000000000000:secret:'

describe('the names that a SecretId can mean', () => {
  for (const [secretId, names] of [
    ['app/db', ['app/db']],
    ['app/db-AbCdEf', ['app/db-AbCdEf']],
    [`${arn}app/db-AbCdEf`, ['app/db', 'app/db-AbCdEf']],
    [`${arn}app/db`, ['app/db']],
    ['arn:aws:s3:::bucket', ['arn:aws:s3:::bucket']],
  ] as const) {
    it(`are ${names.join(' and ')} for ${secretId}`, () => {
      expect(namesOf(secretId)).to.deep.equal(names)
    })
  }
})

describe('the SecretIds of an input', () => {
  for (const [input, ids] of [
    [{ SecretId: 'a', Name: 'b' }, ['a']],
    [{ Name: 'b' }, ['b']],
    [{ SecretIdList: ['a', 'b'] }, ['a', 'b']],
    [{}, []],
  ] as const) {
    it(`are ${ids.join(' and ') || 'none'} for ${JSON.stringify(input)}`, () => {
      expect(secretIdsIn(input)).to.deep.equal(ids)
    })
  }
})
