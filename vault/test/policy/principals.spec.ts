import { expect } from 'chai'
import { describe, it } from 'mocha'
import { PolicyFault } from '#policy/fault'
import { principalsOf } from '#policy/principals'

const iam = 'arn:aws:iam::111122223333'
const sts = 'arn:aws:sts::111122223333'

const there: readonly (readonly [kind: string, name: string])[] = [
  ['AWS', '*'],
  ['AWS', '111122223333'],
  ['AWS', `${iam}:root`],
  ['AWS', `${iam}:user/alice`],
  ['AWS', `${iam}:user/eu/staff/alice.b+c=d,e@f-g_h`],
  ['AWS', `${iam}:role/app`],
  ['AWS', `${iam}:role/aws-service-role/x.amazonaws.com/AWSServiceRoleForX`],
  ['AWS', `${sts}:assumed-role/app/i-0123456789`],
  ['AWS', `${sts}:federated-user/bob`],
  ['AWS', 'arn:aws-cn:iam::111122223333:root'],
  ['AWS', 'arn:aws-us-gov:iam::111122223333:role/app'],
  ['Service', 'lambda.amazonaws.com'],
  ['Service', 'logs.eu-central-1.amazonaws.com'],
  ['Service', 'ec2.amazonaws.com.cn'],
  ['Federated', 'accounts.google.com'],
  ['Federated', `${iam}:saml-provider/Company`],
  ['Federated', `${iam}:oidc-provider/token.actions.githubusercontent.com`],
  ['CanonicalUser', '0123456789abcdef'.repeat(4)],
]

const notThere: readonly (readonly [kind: string, name: string])[] = [
  ['AWS', ''],
  ['AWS', 'alice'],
  ['AWS', '11112222333'],
  ['AWS', '1111222233334'],
  ['AWS', '111122223333:root'],
  ['AWS', 'arn:aws:iam::11112222333:root'],
  ['AWS', 'arn:aws:iam::*:root'],
  ['AWS', 'arn:aws:iam::111122223333'],
  ['AWS', `${iam}:*`],
  ['AWS', `${iam}:user/*`],
  ['AWS', `${iam}:user/`],
  ['AWS', `${iam}:role/a?b`],
  ['AWS', `${iam}:group/admins`],
  ['AWS', `${iam}:policy/x`],
  ['AWS', `${iam}:root/x`],
  ['AWS', `${sts}:assumed-role/app`],
  ['AWS', `${sts}:assumed-role/app/*`],
  ['AWS', 'arn:aws:s3:::bucket'],
  ['AWS', 'arn:azure:iam::111122223333:root'],
  ['AWS', 'AIDACKCEVSQ6C2EXAMPLE'],
  ['AWS', 'lambda.amazonaws.com'],
  ['AWS', ` ${iam}:root`],
  ['AWS', `${iam}:user/alice\n`],
  ['Service', '*'],
  ['Service', 'lambda'],
  ['Service', '*.amazonaws.com'],
  ['Federated', '*'],
  ['Federated', 'google'],
  ['CanonicalUser', '0123'],
]

describe('principalsOf', () => {
  for (const [kind, name] of there) {
    it(`takes ${kind} ${name}`, () => {
      expect(principalsOf({ [kind]: name }, 'Principal', false).named).to.have.lengthOf(1)
    })
  }

  for (const [kind, name] of notThere) {
    it(`refuses ${kind} ${JSON.stringify(name)} as a principal that there cannot be`, () => {
      expect(() => principalsOf({ [kind]: ['*', name].slice(kind === 'AWS' ? 0 : 1) }, 'Principal', false))
        .to.throw(PolicyFault, `Principal.${kind} names no principal: ${name}`)
        .with.property('about', 'principal')
    })
  }
})
