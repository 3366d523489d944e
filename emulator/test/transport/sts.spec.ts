import { expect } from 'chai'
import { describe, it } from 'mocha'
import { connect } from '../connection.js'
import { useServed } from '../served.js'
import { authorization, type PostOptions } from '../wire.js'

const form = 'Action=GetCallerIdentity&Version=2011-06-15'

describe('STS at the same port', () => {
  const serve = useServed({ account: '111122223333' })

  const ask = async (
    body: string,
    options: PostOptions = {},
    Authorization: string | undefined = authorization(options).replace('/secretsmanager/', '/sts/'),
  ) => {
    const { send } = await serve()
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded; charset=utf-8' }
    return send({ headers: { ...headers, ...(Authorization === '' ? {} : { Authorization }) }, body })
  }

  for (const [options, arn] of [
    [{}, 'arn:aws:iam::111122223333:root'],
    [{ account: '123456789012' }, 'arn:aws:iam::123456789012:root'],
    [{ region: 'cn-north-1' }, 'arn:aws-cn:iam::111122223333:root'],
  ] as const) {
    it(`answers GetCallerIdentity with ${arn}`, async () => {
      const { status, headers, text } = await ask(form, options)
      expect(status).to.equal(200)
      expect(headers['content-type']).to.equal('text/xml')
      expect(text).to.contain(`<Arn>${arn}</Arn>`)
      expect(text).to.contain(`<Account>${arn.split(':')[4]}</Account>`)
      expect(text).to.contain(`<RequestId>${headers['x-amzn-requestid']}</RequestId>`)
    })
  }

  it('answers what is written by hand', async () => {
    const { emulator } = await serve()
    const connection = await connect(emulator.endpoint)
    connection.write(
      [
        'POST / HTTP/1.1',
        'host: localhost',
        'user-agent: curl/8',
        'accept: */*',
        `authorization: ${authorization()}`,
        'content-type: application/x-www-form-urlencoded',
        'connection: close',
        `content-length: ${form.length}`,
        '',
        form,
      ].join('\r\n'),
    )
    expect(await connection.ended())
      .to.contain('HTTP/1.1 200 OK')
      .and.contain('<Account>111122223333</Account>')
  })

  for (const [what, body, code] of [
    ['another operation', 'Action=GetSessionToken&Version=2011-06-15', 'InvalidAction'],
    ['no operation', '', 'MissingAction'],
    ['JSON', '{"Action":"GetCallerIdentity"}', 'MissingAction'],
    ['a form with broken escapes', 'Action=%zz%', 'InvalidAction'],
  ] as const) {
    it(`refuses ${what} with ${code}, in XML`, async () => {
      const { status, headers, text } = await ask(body)
      expect(status).to.equal(400)
      expect(headers['content-type']).to.equal('text/xml')
      expect(text).to.contain(`<Code>${code}</Code>`)
    })
  }

  for (const [what, header, status, code] of [
    ['without Authorization', '', 403, 'MissingAuthenticationToken'],
    ['with half of it', 'AWS4-HMAC-SHA256 Signature=0', 400, 'IncompleteSignature'],
  ] as const) {
    it(`refuses who asks ${what} with ${code}, in XML`, async () => {
      const answer = await ask(form, {}, header)
      expect(answer.status).to.equal(status)
      expect(answer.headers['content-type']).to.equal('text/xml')
      expect(answer.text).to.contain(`<Code>${code}</Code>`)
      expect(answer.text).to.contain(`<RequestId>${answer.headers['x-amzn-requestid']}</RequestId>`)
    })
  }
})
