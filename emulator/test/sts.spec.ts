import { expect } from 'chai'
import { describe, it } from 'mocha'
import { sts } from '#sts'

const caller = { account: '123456789012', region: 'us-east-1' }

describe('sts', () => {
  it('answers GetCallerIdentity with the root user of the account', () => {
    const answer = sts('Action=GetCallerIdentity&Version=2011-06-15', caller, 'some-id')
    expect(answer).to.include({ status: 200, contentType: 'text/xml' })
    expect(
      answer.body,
    ).to.equal(`<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
  <GetCallerIdentityResult>
    <Arn>arn:aws:iam::123456789012:root</Arn>
    <UserId>123456789012</UserId>
    <Account>123456789012</Account>
  </GetCallerIdentityResult>
  <ResponseMetadata>
    <RequestId>some-id</RequestId>
  </ResponseMetadata>
</GetCallerIdentityResponse>
`)
  })

  for (const [region, partition] of [
    ['cn-north-1', 'aws-cn'],
    ['us-gov-west-1', 'aws-us-gov'],
    ['eu-west-3', 'aws'],
  ] as const) {
    it(`names the partition ${partition} in ${region}`, () => {
      const { body } = sts('Action=GetCallerIdentity', { ...caller, region }, 'id')
      expect(body).to.contain(`<Arn>arn:${partition}:iam::`)
    })
  }

  const refused: readonly [form: string, code: string, message: string][] = [
    [
      'Action=AssumeRole&Version=2011-06-15',
      'InvalidAction',
      'Could not find operation AssumeRole for version 2011-06-15',
    ],
    ['Action=Nonsense', 'InvalidAction', 'Could not find operation Nonsense for version 2011-06-15'],
    [
      'Action=GetCallerIdentity&Version=2010-05-08',
      'InvalidAction',
      'Could not find operation GetCallerIdentity for version 2010-05-08',
    ],
    ['', 'MissingAction', 'The request is missing an action or a required parameter.'],
    ['Action=', 'MissingAction', 'The request is missing an action or a required parameter.'],
  ]
  for (const [form, code, message] of refused) {
    it(`refuses ${form === '' ? 'an empty form' : form} with ${code}`, () => {
      const { status, body } = sts(form, caller, 'id')
      expect(status).to.equal(400)
      expect(body).to.contain(`<Code>${code}</Code>\n    <Message>${message}</Message>`)
      expect(body).to.contain('<RequestId>id</RequestId>')
    })
  }

  it('gives XML whatever the action and the request id are', () => {
    const form = new URLSearchParams({ Action: `<a>&"'\u0000\u001f\ud800${'x'.repeat(500)}` }).toString()
    const { body } = sts(form, caller, '<id>')
    expect(body).to.contain('&lt;a&gt;&amp;&quot;&apos;\ufffd\ufffd\ufffdx')
    expect(body).to.contain('<RequestId>&lt;id&gt;</RequestId>')
    expect(body.length).to.be.lessThan(700)
  })
})
