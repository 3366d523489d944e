import { expect } from 'chai'
import { it } from 'mocha'
import {
  expectFrameworkRefusal,
  expectRefusal,
  invalidName,
  markedForDeletion,
  secretNotFound,
} from '../refusals.js'
import { localOnly, type Target } from '../target.js'

export interface SecretIds {
  /** The rest of an input that succeeds. */
  readonly input?: () => Readonly<Record<string, unknown>>
  /** Whether the answer has the ARN and the name. */
  readonly answersIdentity?: boolean
  readonly whenScheduled?: 'refused' | 'served'
}

const badNames = [
  ' db',
  'db ',
  'd b',
  'db*',
  'db?',
  'db\\',
  '[db]',
  'db:1',
  'dß',
  'db\n',
  'arn:aws:iam::000000000000:user/db',
]

/** Claims of how an operation finds the secret that it is about: by name, ARN or partial ARN, and by nothing else. */
export function findsSecrets(
  { api, post, name, make }: Target,
  operation: string,
  { input = () => ({}), answersIdentity = true, whenScheduled = 'refused' }: SecretIds = {},
): void {
  const call = (SecretId: string) => post(operation, { ...input(), SecretId })

  it('refuses what cannot be a name, blanks around one included', async () => {
    for (const bad of badNames) await expectFrameworkRefusal(call(bad), 'ValidationException', invalidName)
  })

  for (const [how, idOf] of [
    ['its name', ({ Name }) => Name],
    ['its ARN', ({ ARN }) => ARN],
    ['its ARN without the suffix', ({ ARN }) => ARN.slice(0, -7)],
  ] as const satisfies readonly (readonly [string, (made: Identity) => string])[]) {
    it(`finds a secret by ${how}`, async () => {
      const made = await make()
      const { status, json } = await call(idOf(made))
      expect(status).to.equal(200)
      if (!answersIdentity) return
      expect({ ARN: json.ARN, Name: json.Name }).to.deep.equal({ ARN: made.ARN, Name: made.Name })
    })
  }

  for (const [what, idOf] of [
    ['a name that nobody has', ({ Name }) => `${Name}x`],
    ['a name in another letter case', ({ Name }) => Name.toUpperCase()],
    ['a name with the suffix of its ARN', ({ Name, ARN }) => `${Name}${ARN.slice(-7)}`],
    ['an ARN with another suffix', ({ ARN }) => `${ARN.slice(0, -6)}${otherCase(ARN.slice(-6))}`],
    ['an ARN of another Region', ({ ARN }) => ARN.replace(/(secretsmanager:)[^:]+/, '$1eu-west-3')],
  ] as const satisfies readonly (readonly [string, (made: Identity) => string])[]) {
    it(`does not find ${what}`, async function () {
      if (what.includes('Region')) localOnly(this, 'a Region may refuse such ARNs in other words')
      const made = await make()
      await expectRefusal(call(idOf(made)), 'ResourceNotFoundException', secretNotFound)
    })
  }

  it('reads a partial ARN that ends in a hyphen and six characters as a full one', async () => {
    const { ARN, Name } = await make({ Name: name('pay-a1b2c3'), SecretString: 'a value' })
    await expectRefusal(call(ARN.slice(0, -7)), 'ResourceNotFoundException', secretNotFound)
    expect((await call(Name)).status).to.equal(200)
  })

  if (whenScheduled === 'refused') {
    it('refuses a secret that is scheduled for deletion', async () => {
      const { Name } = await make()
      await api.deleteSecret({ SecretId: Name })
      await expectRefusal(call(Name), 'InvalidRequestException', markedForDeletion)
    })
    return
  }
  it('serves a secret that is scheduled for deletion', async () => {
    const { Name } = await make()
    await api.deleteSecret({ SecretId: Name })
    expect((await call(Name)).status).to.equal(200)
  })
}

interface Identity {
  readonly ARN: string
  readonly Name: string
}

/** Six other letters or digits. */
function otherCase(suffix: string): string {
  return suffix === suffix.toUpperCase() ? 'aaaaaa' : suffix.toUpperCase()
}
