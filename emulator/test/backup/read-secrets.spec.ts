import { expect } from 'chai'
import { describe, it } from 'mocha'
import { documentOf } from '#backup/document'
import { readSecrets } from '#backup/read-secrets'
import { Problems } from '#problems'

const version = { id: 'v1', number: 1, createdAt: 5, kmsKeyIds: ['DefaultEncryptionKey'], text: 'a' }
const secret = {
  ...{
    account: '000000000000',
    region: 'us-east-1',
    name: 'a',
    suffix: 'AbCdEf',
    createdAt: 5,
    changedAt: 6,
  },
  ...{ lastVersion: 1, labels: { AWSCURRENT: 'v1' }, versions: [version] },
}

function read(...secrets: readonly object[]) {
  const problems = new Problems()
  const found = readSecrets(secrets, problems)
  return problems.told() ?? found
}

describe('the secrets of an export', () => {
  it('are read as they are written, members that nobody here knows among them', () => {
    const future = { rotation: { days: 7, rules: [1, { a: null }] }, keepsAllUntil: 7 }
    const whole = read({
      ...secret,
      ...future,
      versions: [
        { ...version, seen: true },
        { ...version, id: 'v0', number: 7 },
      ],
    })
    if (typeof whole === 'string') throw new Error(whole)
    const { secrets } = documentOf(whole, new Date(0))
    const expected = { ...secret, ...future, lastVersion: 7 }
    expect(secrets).to.deep.equal([
      {
        ...expected,
        versions: [
          { ...version, seen: true },
          { ...version, id: 'v0', number: 7 },
        ],
      },
    ])
  })

  it('keep a version that waits for its value', () => {
    const { text, ...waiting } = version
    const whole = read({ ...secret, versions: [waiting] })
    expect(whole).to.have.nested.property('[0].versions[0].id', 'v1')
    expect(whole).to.have.nested.property('[0].contents.size', 0)
  })

  const spot = 'secrets[0]'
  const of = (fields: object) => ({ ...secret, ...fields })
  const withVersion = (fields: object) => of({ versions: [{ ...version, ...fields }] })
  const heldValue = `${spot}.versions[0] must hold either "text" or, in base64, "binary", of 65536 bytes at most`
  for (const [given, problem] of [
    [of({ account: '1' }), `${spot}.account must be an account: 12 digits`],
    [of({ region: 'x' }), `${spot}.region must be a Region such as us-east-1`],
    [of({ suffix: 'AbC-ef' }), `${spot}.suffix must be six letters or digits`],
    [of({ changedAt: undefined }), `${spot}.changedAt must be a time in milliseconds`],
    [of({ lastVersion: 1.5 }), `${spot}.lastVersion must be a whole number`],
    [of({ labels: [] }), `${spot}.labels must be an object of labels to versions' ids`],
    [of({ labels: { AWSCURRENT: 1 } }), `${spot}.labels must be an object of labels to versions' ids`],
    [of({ labels: { AWSCURRENT: 'v2' } }), `${spot}: a label is on no version`],
    [of({ versions: 'v1' }), `${spot}.versions must be a list`],
    [of({ versions: ['v1'] }), `${spot}.versions[0] must be an object`],
    [of({ versions: [version, version] }), `${spot}: two versions have the same id or number`],
    [
      of({ versions: [version, { ...version, id: 'v2' }] }),
      `${spot}: two versions have the same id or number`,
    ],
    [of({ deletion: { requestedAt: 1 } }), `${spot}.deletion must be an object with requestedAt and dueAt`],
    [of({ tags: [{ key: 'k' }] }), `${spot}.tags must be a list of objects with key and value`],
    [of({ description: 'x'.repeat(2049) }), `${spot}.description must be a text of 2048 characters at most`],
    [withVersion({ number: 0 }), `${spot}.versions[0].number must be a whole number from 1 on`],
    [withVersion({ kmsKeyIds: 'a' }), `${spot}.versions[0].kmsKeyIds must be a list of texts`],
    [withVersion({ binary: 'AA==' }), heldValue],
    [withVersion({ text: 1 }), heldValue],
    [withVersion({ text: undefined, binary: '!' }), heldValue],
    [withVersion({ text: 'x'.repeat(65_537) }), heldValue],
    [withVersion({ text: '\ud800' }), heldValue],
  ] as const) {
    it(`are refused where ${problem}`, () => {
      expect(read(given)).to.equal(problem)
    })
  }

  it('are refused where two have one place', () => {
    expect(read(secret, { ...secret, region: 'eu-west-1' })).to.be.an('array')
    expect(read(secret, secret)).to.equal('the secret a stands there twice')
  })
})
