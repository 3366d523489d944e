import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { start } from '../bin-process.js'
import { daysUntil, versions, withoutSuffix } from './facts.js'
import { installed } from './installed.js'
import { describeClient } from './story.js'

let aws: string

describeClient('the AWS CLI', {
  require(context) {
    aws = installed(context, 'awscli', ['/usr/bin/aws', 'aws'], ['--version'])
  },

  // A call takes half a second, so those that do not need one another go side by side.
  async tell({ exports, endpoint, command }, cwd) {
    const env = { HOME: cwd, ...exports }
    const run = (...args: string[]) => start(aws, ['--endpoint-url', endpoint, ...args], { cwd, env }).ended
    const call = async (...args: string[]) => {
      const { end, stdout, stderr } = await run('secretsmanager', ...args)
      if (end !== 0) throw new Error(`aws ${args[0]} ended with ${end}: ${stderr}`)
      return answerIn(stdout)
    }
    const refusal = async (...args: string[]) => {
      const { stderr } = await run('secretsmanager', ...args)
      const [, error, message] = /An error occurred \((\w+)\) when calling .*?: (.*)/.exec(stderr) ?? []
      return { error, message }
    }
    const onDb = (operation: string, ...args: string[]) => call(operation, '--secret-id', 'app/db', ...args)
    const text = async (...args: string[]) => (await onDb('get-secret-value', ...args)).SecretString
    const list = async (...args: string[]) => {
      const { SecretList = [], NextToken } = await call('list-secrets', ...args)
      return { names: SecretList.map(({ Name }) => Name), next: NextToken }
    }

    const [v1, v2, v3] = versions
    await writeFile(path.join(cwd, 'bytes'), Uint8Array.of(255, 254, 0, 1))
    const facts = ['--description', 'Where orders are', '--tags', 'Key=team,Value=orders']
    const created = await call(
      ...['create-secret', '--name', 'app/db', '--client-request-token', v1, '--secret-string', 'first'],
      ...facts,
    )
    const { ARN = '' } = created
    const [, byName, byArn, byVersion, byLabel, taken, password, who, pasted] = await Promise.all([
      call('create-secret', '--name', 'app/cert', '--secret-binary', 'fileb://bytes'),
      text(),
      call('get-secret-value', '--secret-id', ARN).then(({ SecretString }) => SecretString),
      text('--version-id', v1),
      text('--version-stage', 'AWSCURRENT'),
      refusal('create-secret', '--name', 'app/db'),
      call('get-random-password', '--password-length', '20'),
      run('sts', 'get-caller-identity').then(({ stdout }) => answerIn(stdout)),
      start('/bin/sh', ['-c', command], { cwd, env: { ...env, PATH: pathTo(aws) } }).ended,
    ])

    const filters = ['--filters', 'Key=name,Values=app/']
    const [cert, firstPage] = await Promise.all([
      call('get-secret-value', '--secret-id', 'app/cert'),
      list(...filters, '--max-items', '1', '--page-size', '1'),
      onDb('put-secret-value', '--client-request-token', v2, '--secret-string', 'second'),
      onDb('tag-resource', '--tags', 'Key=team,Value=billing', 'Key=old,Value=yes'),
    ])
    const put = ['put-secret-value', '--client-request-token', v3, '--secret-string', 'third'] as const
    const [current, previous, secondPage, filtered] = await Promise.all([
      text(),
      text('--version-stage', 'AWSPREVIOUS'),
      list(...filters, '--page-size', '1', '--starting-token', firstPage.next ?? ''),
      list('--filters', 'Key=tag-value,Values=billing'),
      onDb(...put, '--version-stages', 'BLUE'),
      onDb('untag-resource', '--tag-keys', 'old'),
    ])
    const back = ['--move-to-version-id', v1, '--remove-from-version-id', v2]
    await Promise.all([
      onDb('update-secret-version-stage', '--version-stage', 'AWSCURRENT', ...back),
      call('delete-secret', '--secret-id', 'app/cert', '--force-delete-without-recovery'),
    ])
    const [{ Versions = [] }, described, gone] = await Promise.all([
      onDb('list-secret-version-ids'),
      onDb('describe-secret'),
      refusal('describe-secret', '--secret-id', 'app/cert'),
    ])
    const deleted = await onDb('delete-secret', '--recovery-window-in-days', '7')
    const { error: whileScheduled } = await refusal('get-secret-value', '--secret-id', 'app/db')
    await onDb('restore-secret')

    return {
      created: { name: created.Name, versionId: created.VersionId, arn: withoutSuffix(ARN) },
      ...{ byName, byArn, byVersion, byLabel },
      binary: cert.SecretBinary,
      afterPut: { current, previous },
      labels: Object.fromEntries(Versions.map(({ VersionId, VersionStages }) => [VersionId, VersionStages])),
      described: {
        description: described.Description,
        tags: Object.fromEntries((described.Tags ?? []).map(({ Key, Value }) => [Key, Value])),
        versions: Object.keys(described.VersionIdsToStages ?? {}).length,
      },
      pages: [firstPage.names, secondPage.names],
      filtered: filtered.names,
      scheduled: {
        days: daysUntil(new Date(deleted.DeletionDate ?? 0)),
        read: whileScheduled,
        restored: await text(),
      },
      gone,
      taken: taken.error,
      passwordLength: password.RandomPassword?.length,
      extras: { account: who.Account, arn: who.Arn, pasted: pasted.end },
    }
  },
  extras: {
    title: 'runs the line that is printed for it, and gets the identity of the caller from STS',
    told: { account: '000000000000', arn: 'arn:aws:iam::000000000000:root', pasted: 0 },
  },
  once: true,
})

/** What the CLI prints, of every operation in one. */
interface Answer {
  readonly ARN?: string
  readonly Account?: string
  readonly Arn?: string
  readonly DeletionDate?: string
  readonly Description?: string
  readonly Name?: string
  readonly NextToken?: string
  readonly RandomPassword?: string
  readonly SecretBinary?: string
  readonly SecretList?: readonly { readonly Name: string }[]
  readonly SecretString?: string
  readonly Tags?: readonly { readonly Key: string; readonly Value: string }[]
  readonly VersionId?: string
  readonly VersionIdsToStages?: object
  readonly Versions?: readonly { readonly VersionId: string; readonly VersionStages: readonly string[] }[]
}

function answerIn(stdout: string): Answer {
  return stdout === '' ? {} : (JSON.parse(stdout) as Answer)
}

/** A PATH in which this program is the first of its name. */
function pathTo(program: string): string {
  return path.isAbsolute(program)
    ? `${path.dirname(program)}:${process.env.PATH ?? ''}`
    : (process.env.PATH ?? '')
}
