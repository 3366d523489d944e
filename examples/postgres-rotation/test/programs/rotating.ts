// A process that rotates secrets while the emulator logs all it can, a step that fails and a value that is no connection
// included. The values come over IPC; the passwords that the rotations made go back.
import { type Invoker, startStage, strategies } from '../stage.js'

export interface Task {
  readonly invoker: Invoker
  readonly superuser: string
  /** One for each strategy, without `masterarn`. */
  readonly applications: readonly string[]
  readonly noConnection: string
}

async function run({ invoker, superuser, applications, noConnection }: Task): Promise<readonly string[]> {
  await using stage = await startStage(invoker, { logLevel: 'debug' })
  const { api, emulator, read } = stage
  await emulator.clock.set('2027-03-01T09:00:00Z')
  const { ARN: masterarn } = await api.createSecret({ Name: 'superuser', SecretString: superuser })
  const passwords: string[] = []
  for (const [i, strategy] of strategies.entries()) {
    const [db, broken] = [`${strategy}/db`, `${strategy}/broken`]
    const SecretString = JSON.stringify({ ...JSON.parse(applications[i] ?? ''), masterarn })
    await api.createSecret({ Name: db, SecretString })
    await stage.fail({ step: 'setSecret', moment: 'after it did everything' })
    await stage.rotate(db, strategy)
    const failed = [await read(db), await read(db, 'AWSPENDING')]
    await emulator.clock.advance('1h')
    await emulator.clock.advance('31d')
    for (const { password } of [...failed, await read(db)]) passwords.push(password)

    await api.createSecret({ Name: broken, SecretString: noConnection })
    await stage.rotate(broken, strategy)
    await api.deleteSecret({ SecretId: broken, ForceDeleteWithoutRecovery: true })
  }
  return passwords
}

process.once('message', async (task: Task) => {
  process.send?.(await run(task))
  process.disconnect()
})
