import { chmod, realpath, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect } from 'chai'
import { describe, it } from 'mocha'
import { skip } from 'strongroom-scripts/skip'
import { serve } from '#server'
import { settingsOf } from '#settings'
import { runBin } from '../bin-process.js'
import { recordingLog } from '../recording-log.js'
import { refusalOf } from '../refusal.js'
import { withFiles } from '../temporary-folder.js'

const settingsIn = (folder: string) => settingsOf({ iam: 'enforce', iamFile: path.join(folder, 'iam.json') })

describe('an emulator that asks for identities', () => {
  it('says so as a program, and ends, where there is no iam.json', () =>
    withFiles({}, async (cwd) => {
      const { end, stderr } = await runBin(['--memory', '--port', '0', '--iam', 'enforce'], { cwd })
      expect(end).to.equal(1)
      expect(stderr).to.equal(
        [
          `strongroom-emulator: ${path.join(await realpath(cwd), 'iam.json')}: cannot be read (ENOENT)`,
          'Whoever is to be checked has an identity there: --iam-file (iamFile) tells another place.\n',
        ].join('\n'),
      )
    }))

  it('does not start without their file', () =>
    withFiles({}, async (folder) => {
      const { code, message } = await refusalOf(serve(settingsIn(folder)))
      expect({ code, message }).to.deep.equal({
        code: 'CONFIG',
        message: `${path.join(folder, 'iam.json')}: cannot be read (ENOENT)`,
      })
    }))

  it('warns of actions that fit no operation, since nothing else would tell of a slip of the pen', () =>
    withFiles({}, async (folder) => {
      const file = path.join(folder, 'iam.json')
      const Action = ['secretsmanager:GetSecretVale', 'SecretsManager:getsecret*', 's3:GetObject', '*']
      const Statement = [
        { Effect: 'Allow', Action, Resource: '*' },
        { Effect: 'Deny', NotAction: 'secretsmanager:Lst*', Resource: '*' },
        { Effect: 'Deny', Action: 'secretsmanager:ListSecret?', Resource: '*' },
      ]
      const policies = [{ Version: '2012-10-17', Statement }]
      const identities = [{ arn: 'arn:aws:iam::111122223333:user/alice', policies }]
      await writeFile(file, JSON.stringify({ identities }), { mode: 0o600 })
      const log = recordingLog()
      await using _ = await serve(settingsIn(folder), log)
      const message = 'an action in a policy fits no operation'
      expect(log.told).to.deep.equal([
        [message, { file, action: 'secretsmanager:GetSecretVale' }],
        [message, { file, action: 'secretsmanager:Lst*' }],
      ])
    }))

  for (const [mode, warns] of [
    [0o600, false],
    [0o640, true],
    [0o604, true],
  ] as const) {
    it(`${warns ? 'warns' : 'does not warn'} if the file has mode ${mode.toString(8)}`, function () {
      if (process.platform === 'win32') skip(this, 'Windows has no such modes')
      return withFiles({}, async (folder) => {
        const file = path.join(folder, 'iam.json')
        await writeFile(file, '{"identities": []}')
        await chmod(file, mode)
        const log = recordingLog()
        await using _ = await serve(settingsIn(folder), log)
        const warning = ['the file with the secret keys can be read by others', { file }]
        expect(log.told).to.deep.equal(warns ? [warning] : [])
      })
    })
  }
})
