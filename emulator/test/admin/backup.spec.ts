import { randomUUID } from 'node:crypto'
import { expect } from 'chai'
import { describe, it } from 'mocha'
import { expectNoTraceIn, newBinaryCanary, newCanary } from 'strongroom-scripts/canary'
import { isObject } from '#members'
import { type Served, served } from '../served.js'
import { withFiles } from '../temporary-folder.js'
import { adminOf, useAdmin } from './ask.js'

const passphrase = 'correct horse battery'
const token = () => ({ ClientRequestToken: randomUUID() })
const elsewhere = { account: '123456789012', region: 'eu-west-1' }

/** Secrets of every kind, with these values. */
async function furnish(
  { post }: Pick<Served, 'post'>,
  text = 'one',
  bytes: Uint8Array = Uint8Array.of(0, 255),
) {
  const Tags = [{ Key: 'team', Value: 'orders' }]
  const facts = { Description: 'Where orders are', KmsKeyId: 'alias/mine', Tags }
  await post('CreateSecret', { ...token(), Name: 'app/db', SecretString: text, ...facts })
  await post('PutSecretValue', { ...token(), SecretId: 'app/db', SecretString: `${text} next` })
  const pending = { ...token(), SecretId: 'app/db', SecretString: `${text} pending` }
  await post('PutSecretValue', { ...pending, VersionStages: ['AWSPENDING', 'mine'] })
  await post('GetSecretValue', { SecretId: 'app/db' })
  const SecretBinary = Buffer.from(bytes).toString('base64')
  await post('CreateSecret', { ...token(), Name: 'cert', SecretBinary }, elsewhere)
  await post('CreateSecret', { ...token(), Name: 'empty' })
  await post('CreateSecret', { ...token(), Name: 'going', SecretString: text })
  await post('DeleteSecret', { SecretId: 'going', RecoveryWindowInDays: 7 })
}

/** A readable export, without the time at which it was made. */
async function readable(own: Served, scope = {}): Promise<unknown> {
  const { json } = await adminOf(own).ask('POST', '/export', { plaintext: true, ...scope })
  return json.secrets
}

describe('export and import', function () {
  // A passphrase is meant to take its time.
  this.timeout('20s')

  it('make another emulator hold the same: every field, version, label, date, value and ARN', async () => {
    await using one = await pair()
    await using other = await pair()
    await furnish(one.own)
    const { status, json: document } = await one.ask('POST', '/export', { passphrase })
    expect(status).to.equal(200)
    expect(document).to.have.all.keys('format', 'version', 'exportedAt', 'encryption', 'sealed')
    const imported = await other.ask('POST', '/import', { document, passphrase })
    expect({ status: imported.status, count: Object(imported.json.imported).length }).to.deep.equal({
      status: 200,
      count: 4,
    })
    expect(await readable(other.own)).to.deep.equal(await readable(one.own))
    for (const [operation, input] of [
      ['DescribeSecret', { SecretId: 'app/db' }],
      ['ListSecretVersionIds', { SecretId: 'app/db', IncludeDeprecated: true }],
      ['GetSecretValue', { SecretId: 'app/db' }],
      ['GetSecretValue', { SecretId: 'app/db', VersionStage: 'mine' }],
      ['DescribeSecret', { SecretId: 'empty' }],
      ['DescribeSecret', { SecretId: 'going' }],
      ['ListSecrets', { IncludePlannedDeletion: true }],
    ] as const) {
      const [here, there] = [await one.own.post(operation, input), await other.own.post(operation, input)]
      expect(there.json, operation).to.deep.equal(here.json)
      expect(here.status).to.equal(200)
    }
    const cert = (await other.own.post('GetSecretValue', { SecretId: 'cert' }, elsewhere)).json
    expect(cert.SecretBinary).to.equal(Buffer.from([0, 255]).toString('base64'))
  })

  it('go on from there: repeated requests are known, and dates are kept', async () => {
    await using one = await pair()
    await using other = await pair()
    const create = { ...token(), Name: 'a', SecretString: 'a' }
    const { json } = await one.own.post('CreateSecret', create)
    await one.own.post('DeleteSecret', { SecretId: 'a', RecoveryWindowInDays: 7 })
    const { json: document } = await one.ask('POST', '/export', { plaintext: true })
    await other.ask('POST', '/import', { document })
    await other.own.post('RestoreSecret', { SecretId: 'a' })
    expect((await other.own.post('CreateSecret', create)).json).to.deep.equal(json)
    await other.own.post('DeleteSecret', { SecretId: 'a', RecoveryWindowInDays: 7 })
    await other.ask('POST', '/clock', { advance: '7d' })
    expect((await other.ask('GET', '/health')).json).to.include({ secrets: 0 })
  })

  it('work from memory to a folder and back', () =>
    withFiles({}, async (folder) => {
      await using one = await pair()
      await using other = await pair({ data: folder })
      await furnish(one.own)
      const { json: document } = await one.ask('POST', '/export', { plaintext: true })
      expect((await other.ask('POST', '/import', { document })).status).to.equal(200)
      expect(await readable(other.own)).to.deep.equal(await readable(one.own))
    }))

  it('leave nothing readable in a sealed export, nor in the log', async () => {
    await using one = await pair()
    const [text, bytes] = [newCanary(), newBinaryCanary()]
    await furnish(one.own, text, bytes)
    const { text: sealed } = await one.ask('POST', '/export', { passphrase })
    for (const canary of [text, bytes, passphrase]) {
      expectNoTraceIn(canary, sealed)
      expectNoTraceIn(canary, JSON.stringify(one.own.log.told))
    }
    expect(sealed).to.not.contain('app/db')
    const { text: open } = await one.ask('POST', '/export', { plaintext: true })
    expect(() => expectNoTraceIn(text, open)).to.throw()
  })

  it('tell the log of each export, and whether it was readable', async () => {
    await using one = await pair()
    await one.ask('POST', '/export', { passphrase })
    await one.ask('POST', '/export', { plaintext: true })
    expect(one.own.log.told).to.deep.equal([
      ['secrets were exported', { secrets: 0, plaintext: false }],
      { admin: 'POST /export', status: 200 },
      ['secrets were exported', { secrets: 0, plaintext: true }],
      { admin: 'POST /export', status: 200 },
    ])
  })

  it('are of one account or one Region, if asked', async () => {
    await using one = await pair()
    await furnish(one.own)
    const names = async (scope: object) =>
      JSON.stringify(await readable(one.own, scope))
        .match(/"name":"[^"]+"/g)
        ?.map((name) => name.slice(8, -1))
    expect(await names({ account: elsewhere.account })).to.deep.equal(['cert'])
    expect(await names({ region: 'us-east-1' })).to.deep.equal(['app/db', 'empty', 'going'])
    expect(await names({ account: elsewhere.account, region: 'us-east-1' })).to.equal(undefined)
  })
})

describe('export and import of what else a secret has', () => {
  it('keep policies and replicas', async () => {
    await using one = await pair()
    await using other = await pair()
    const realm = {
      Effect: 'Allow',
      Principal: { AWS: elsewhere.account },
      Action: 'secretsmanager:*',
      Resource: '*',
    }
    const ResourcePolicy = JSON.stringify({ Version: '2012-10-17', Statement: [realm] })
    await one.own.post('CreateSecret', { ...token(), Name: 'db', SecretString: 'a' })
    const replicas = { SecretId: 'db', AddReplicaRegions: [{ Region: 'eu-west-1' }] }
    for (const [operation, input] of [
      ['PutResourcePolicy', { SecretId: 'db', ResourcePolicy }],
      ['ReplicateSecretToRegions', replicas],
    ] as const) {
      expect((await one.own.post(operation, input)).status, operation).to.equal(200)
    }
    await one.ask('POST', '/clock', { advance: '1m' })
    const { json: document } = await one.ask('POST', '/export', { plaintext: true })
    expect((await other.ask('POST', '/import', { document })).json.imported).to.have.length(2)
    expect(await readable(other.own)).to.deep.equal(await readable(one.own))
    for (const [operation, at] of [
      ['DescribeSecret', {}],
      ['GetResourcePolicy', {}],
      ['DescribeSecret', { region: 'eu-west-1' }],
      ['GetSecretValue', { region: 'eu-west-1' }],
    ] as const) {
      const [here, there] = [
        await one.own.post(operation, { SecretId: 'db' }, at),
        await other.own.post(operation, { SecretId: 'db' }, at),
      ]
      expect(here.status, operation).to.equal(200)
      expect(there.json, operation).to.deep.equal(here.json)
    }
    // The replica still follows its primary.
    await other.own.post('PutSecretValue', { ...token(), SecretId: 'db', SecretString: 'b' })
    await other.ask('POST', '/clock', { advance: '1m' })
    const read = await other.own.post('GetSecretValue', { SecretId: 'db' }, { region: 'eu-west-1' })
    expect(read.json.SecretString).to.equal('b')
    expect((await other.ask('GET', '/cost')).json).to.include({ secrets: 2 })
  })
})

describe('POST /_strongroom/export', () => {
  const admin = useAdmin()
  const neither =
    'Give a passphrase to seal the export with, or say "plaintext": true to get every value readable.'

  for (const [body, error] of [
    [undefined, neither],
    [{}, neither],
    [{ plaintext: false }, neither],
    [{ plaintext: true, passphrase }, neither],
    [{ plaintext: 'true' }, '"plaintext" must be true or false'],
    [{ passphrase: 'eleven char' }, '"passphrase" must be a text of 12 characters at least'],
    [{ passphrase, passwd: 'a' }, 'there is no member "passwd"'],
    [{ passphrase, region: 'x' }, '"region" must be a Region such as us-east-1'],
  ] as const) {
    it(`refuses ${JSON.stringify(body) ?? 'an empty body'}, and shows nothing`, async () => {
      const { ask } = await admin()
      const { status, json } = await ask('POST', '/export', body)
      expect({ status, json }).to.deep.equal({ status: 400, json: { error } })
    })
  }
})

describe('POST /_strongroom/import', function () {
  // A passphrase is meant to take its time.
  this.timeout('20s')

  const admin = useAdmin()

  async function exported(own: Served): Promise<Readonly<Record<string, unknown>>> {
    return (await adminOf(own).ask('POST', '/export', { plaintext: true })).json
  }

  it('imports nothing where a name stands, unless it is told to overwrite', async () => {
    await using one = await pair()
    await using other = await pair()
    await furnish(one.own)
    await other.own.post('CreateSecret', { ...token(), Name: 'app/db', SecretString: 'stands' })
    await other.own.post('CreateSecret', { ...token(), Name: 'beside', SecretString: 'stands' })
    const document = await exported(one.own)
    const refused = await other.ask('POST', '/import', { document })
    expect({ status: refused.status, json: refused.json }).to.deep.equal({
      status: 409,
      json: {
        error:
          'Nothing was imported, since these stand already: app/db (account 000000000000, Region us-east-1); "overwrite": true replaces them.',
      },
    })
    expect((await other.ask('GET', '/health')).json).to.include({ secrets: 2 })
    expect((await other.ask('POST', '/import', { document, overwrite: true })).status).to.equal(200)
    expect((await other.own.post('GetSecretValue', { SecretId: 'app/db' })).json.SecretString).to.equal(
      'one next',
    )
    expect((await other.own.post('GetSecretValue', { SecretId: 'beside' })).json.SecretString).to.equal(
      'stands',
    )
  })

  it('opens a sealed document with its passphrase only, and tells nothing of either', async () => {
    await using one = await pair()
    const canary = newCanary()
    await furnish(one.own, canary)
    const { json: document } = await one.ask('POST', '/export', { passphrase })
    await one.own.emulator.reset()
    const missing = await one.ask('POST', '/import', { document })
    expect(missing.json.error).to.equal('the document is sealed: give its "passphrase"')
    const closed = 'the document does not open: the passphrase is another, or it was damaged'
    const wrong = await one.ask('POST', '/import', { document, passphrase: `${passphrase}!` })
    expect({ status: wrong.status, json: wrong.json }).to.deep.equal({ status: 400, json: { error: closed } })
    const sealed = String(document.sealed).replace(/^.{8}/, 'AAAAAAAA')
    const damaged = await one.ask('POST', '/import', { document: { ...document, sealed }, passphrase })
    expect(damaged.json.error).to.equal(closed)
    expect((await one.ask('GET', '/health')).json).to.include({ secrets: 0 })
    expectNoTraceIn(canary, JSON.stringify(one.own.log.told))
  })

  const format = { format: 'strongroom-export', version: 1 }
  const noExport = '"document" must be an export: "format": "strongroom-export", "version": 1'
  for (const [body, error] of [
    [{}, noExport],
    [{ document: [] }, '"document" must be an export'],
    [{ document: { ...format, version: 2 } }, noExport],
    [{ document: { format: 'other', version: 1 } }, noExport],
    [
      { document: { ...format, encryption: 'rot13', sealed: '' } },
      'the document must be sealed with scrypt, AES-256-GCM',
    ],
    [{ ...format, secrets: [] }, 'This is an export itself: send {"document": …}, with its "passphrase".'],
    [{ document: format }, '"secrets" must be a list'],
    [{ document: { ...format, secrets: {} } }, '"secrets" must be a list'],
    [{ document: { ...format, secrets: ['a'] } }, 'secrets[0] must be an object'],
    [{ docment: {} }, 'there is no member "docment"; did you mean document?'],
  ] as const) {
    it(`refuses ${JSON.stringify(body)}`, async () => {
      const { ask } = await admin()
      const { status, json } = await ask('POST', '/import', body)
      expect({ status, json }).to.deep.equal({ status: 400, json: { error } })
    })
  }

  it('tells all that is wrong in a document, and no value, and imports nothing', async () => {
    const { ask, ...own } = await admin()
    await own.emulator.reset()
    const canary = newCanary()
    await furnish(own, canary)
    const document = await exported(own)
    await own.emulator.reset()
    const [first, ...others] = Array.isArray(document.secrets) ? document.secrets.filter(isObject) : []
    const wrong = { ...first, name: `${canary} ${canary}`, createdAt: canary, tags: [canary] }
    const { status, json, text } = await ask('POST', '/import', {
      document: { ...document, secrets: [wrong, ...others] },
    })
    expect(status).to.equal(400)
    expect(String(json.error).split('\n')).to.deep.equal([
      '3 problems:',
      "secrets[0].name must be a secret's name",
      'secrets[0].createdAt must be a time in milliseconds',
      'secrets[0].tags must be a list of objects with key and value',
    ])
    expectNoTraceIn(canary, text)
    expect((await ask('GET', '/health')).json).to.include({ secrets: 0 })
  })
})

/** An emulator and its admin API. */
async function pair(options = {}) {
  const own = await served(options)
  const { ask } = adminOf(own)
  return { own, ask, [Symbol.asyncDispose]: () => own.emulator.close() }
}
