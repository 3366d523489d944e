import { expect } from 'chai'
import { describe, it } from 'mocha'
import { signatureOf, signingKey } from '#auth/signature'
import { send } from '../wire.js'
import { account, type Key, useGuarded, user } from './guarded.js'

const form = 'Action=GetCallerIdentity&Version=2011-06-15'
const session = { accessKeyId: 'ASIASESSION', secretAccessKey: 's', sessionToken: 't' }
const over = { ...session, accessKeyId: 'ASIAOVER', expiresAt: '2020-01-01T00:00:00Z' }
const alice = user('alice')
const app = { arn: `arn:aws:sts::${account}:assumed-role/app/s-1`, accessKeys: [session, over] }
const root = user('root', [], { arn: `arn:aws:iam::${account}:root` })

describe('STS where identities are asked for', () => {
  const serve = useGuarded([alice, app, root])

  const ask = async (key: Key | undefined, service = 'sts') => {
    const { emulator } = await serve()
    const time = new Date().toISOString().replace(/[-:]|\.\d+/g, '')
    const headers = {
      'content-type': 'application/x-www-form-urlencoded',
      host: new URL(emulator.endpoint).host,
      'x-amz-date': time,
      ...(key?.sessionToken && { 'x-amz-security-token': key.sessionToken }),
    }
    if (key === undefined) return send(emulator.endpoint, { headers, body: form })
    const lines = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]]))
    const signed = Object.keys(headers).sort()
    const scope = { date: time.slice(0, 8), region: 'us-east-1', service }
    const request = { method: 'POST', target: '/', headers: lines, body: Buffer.from(form) }
    const Signature = signatureOf(request, signed, time, scope, signingKey(key.secretAccessKey, scope))
    const Credential = `${key.accessKeyId}/${scope.date}/us-east-1/${service}/aws4_request`
    const Authorization = `AWS4-HMAC-SHA256 Credential=${Credential}, SignedHeaders=${signed.join(';')}, Signature=${Signature}`
    return send(emulator.endpoint, { headers: { ...headers, Authorization }, body: form })
  }
  const keyOf = ({ accessKeys: [key] }: { readonly accessKeys: readonly Key[] }) => key

  for (const [entry, userId] of [
    [alice, /^AIDA[A-Z2-7]{17}$/],
    [app, /^AROA[A-Z2-7]{17}:s-1$/],
    [root, /^111122223333$/],
  ] as const) {
    it(`tells ${entry.arn} who it is, whatever its policies`, async () => {
      const { status, text } = await ask(keyOf(entry))
      expect(status).to.equal(200)
      expect(text).to.contain(`<Arn>${entry.arn}</Arn>`).and.contain(`<Account>${account}</Account>`)
      expect(/<UserId>(.*)<\/UserId>/.exec(text)?.[1]).to.match(userId)
    })
  }

  for (const [what, key, service, code] of [
    ['nobody has signed', undefined, 'sts', 'MissingAuthenticationToken'],
    ['has a key that nobody has', { ...session, accessKeyId: 'AKIANOBODY' }, 'sts', 'InvalidClientTokenId'],
    ['is signed with another secret', { ...session, secretAccessKey: 'x' }, 'sts', 'SignatureDoesNotMatch'],
    ['is signed for another service', session, 'secretsmanager', 'SignatureDoesNotMatch'],
    ['is of a session that is over', over, 'sts', 'ExpiredToken'],
  ] as const) {
    it(`refuses what ${what} with ${code}`, async () => {
      const { status, text } = await ask(key, service)
      expect(status).to.equal(403)
      expect(text).to.contain(`<Code>${code}</Code>`)
    })
  }
})
