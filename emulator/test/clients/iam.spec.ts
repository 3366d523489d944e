import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from 'chai'
import { describe, it } from 'mocha'
import { account, guarded, policy } from '../auth/guarded.js'
import { packageFolder, start } from '../bin-process.js'
import { temporaryFolder } from '../temporary-folder.js'
import { installed } from './installed.js'
import { toldBy } from './story.js'

const arn = `arn:aws:sts::${account}:assumed-role/app/s-1`
const app = {
  arn,
  policies: [
    policy('Allow', ['CreateSecret', 'GetSecretValue'], 'arn:aws:secretsmanager:*:*:secret:prod/*'),
    policy('Allow', 'ListSecrets'),
  ],
  accessKeys: [
    {
      accessKeyId: 'ASIAIOSFODNN7EXAMPLE',
      secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
      sessionToken: 'IQoJb3JpZ2luX2VjE/a+b==',
    },
  ],
}

/** The story of a client with the key of a session in its environment, where signatures are verified. */
async function told<T>(
  tell: (endpoint: string, options: { cwd: string; env: Record<string, string> }) => Promise<T>,
): Promise<T> {
  await using cwd = await temporaryFolder()
  const { emulator, close } = await guarded([app])
  const [{ accessKeyId, secretAccessKey, sessionToken }] = app.accessKeys as [(typeof app.accessKeys)[number]]
  const env = {
    HOME: cwd.folder,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
    AWS_DEFAULT_REGION: 'eu-west-1',
  }
  try {
    return await tell(emulator.endpoint, { cwd: cwd.folder, env })
  } finally {
    await close()
  }
}

const python = path.join(packageFolder, 'test/clients/iam.program.py')
const sdk = fileURLToPath(new URL('./iam-sdk-v2.program.js', import.meta.url))

describe('clients whose signatures are verified', () => {
  it('are let in as boto3 signs, and refused otherwise', async function () {
    this.timeout('60s')
    const interpreter = installed(
      this,
      'python3-boto3',
      ['/usr/bin/python3', 'python3'],
      ['-c', 'import boto3'],
    )
    const facts = await told((endpoint, options) => toldBy(start(interpreter, [python, endpoint], options)))
    expect(facts).to.deep.equal({
      read: 'grüße',
      denied: 'AccessDeniedException',
      arn,
      wrong: 'InvalidSignatureException',
      tokenless: 'UnrecognizedClientException',
    })
  })

  it('are let in as the second version of the SDK signs, and refused otherwise', async function () {
    this.timeout('60s')
    const facts = await told((endpoint, options) => toldBy(start(process.execPath, [sdk, endpoint], options)))
    expect(facts).to.deep.equal({
      read: 'grüße',
      denied: 'AccessDeniedException',
      wrong: 'InvalidSignatureException',
    })
  })

  it('are let in as the AWS CLI signs, and refused otherwise', async function () {
    this.timeout('60s')
    const aws = installed(this, 'awscli', ['/usr/bin/aws', 'aws'], ['--version'])
    await told(async (endpoint, { cwd, env }) => {
      const run = (more: object, ...args: readonly string[]) =>
        start(aws, ['--endpoint-url', endpoint, ...args], { cwd, env: { ...env, ...more } }).ended
      const create = ['create-secret', '--name', 'prod/db', '--secret-string', 'grüße']
      expect(await run({}, 'secretsmanager', ...create)).to.include({ end: 0 })
      const [denied, wrong, who] = await Promise.all([
        run({}, 'secretsmanager', 'delete-secret', '--secret-id', 'prod/db'),
        run({ AWS_SECRET_ACCESS_KEY: 'x' }, 'secretsmanager', 'list-secrets'),
        run({}, 'sts', 'get-caller-identity'),
      ])
      expect(denied.stderr).to.contain('An error occurred (AccessDeniedException)')
      expect(wrong.stderr).to.contain('An error occurred (InvalidSignatureException)')
      expect(who.stdout).to.contain(`"Arn": "${arn}"`)
    })
  })
})
