import { expect } from 'chai'
import { before, type Context, describe, it } from 'mocha'
import { type EmulatorProcess, type Started, startBin } from '../bin-process.js'
import { temporaryFolder } from '../temporary-folder.js'
import { versions } from './facts.js'

export interface Teller {
  /** Skips where the client is not installed. */
  require?(context: Context): void
  /**
   * Lets the client go through the story in a folder where it finds no settings, knowing nothing but what the emulator
   * printed, and gives what it told: JSON. Whoever tells it differs in `extras` only.
   */
  tell(emulator: EmulatorProcess, folder: string): Promise<unknown>
  /** What not every client can do, and what it told of that. */
  readonly extras: { readonly title: string; readonly told: object }
  /** Whether it goes through the story once only, with secrets in a folder: for a client that takes long. */
  readonly once?: true
}

const stores = [
  ['in a folder', (folder: string) => ['--data', `${folder}/data`]],
  ['in memory', () => ['--memory']],
] as const

/** The same story for every client: what it creates, reads, lists, moves, deletes and restores, and how it tells errors. */
export function describeClient(name: string, { require, tell, extras, once }: Teller): void {
  for (const [where, argsIn] of once ? stores.slice(0, 1) : stores) {
    describe(`${name} with the emulator's bin, secrets ${where}`, () => {
      let told: unknown
      before(async function () {
        this.timeout('60s')
        require?.(this)
        await using cwd = await temporaryFolder()
        await using emulator = await startBin(argsIn(cwd.folder), { cwd: cwd.folder })
        told = await tell(emulator, cwd.folder)
        expect(await emulator.stop()).to.include({ end: 0 })
      })

      const tells = (facts: object) => expect(told).to.deep.include(facts)

      it('creates a secret, and is told its full ARN, its name and its version', () => {
        expect(told).to.have.deep.property('created', {
          name: 'app/db',
          versionId: versions[0],
          arn: 'arn:aws:secretsmanager:us-east-1:000000000000:secret:app/db-******',
        })
      })

      it('reads a text by name, ARN, version and label', () => {
        tells({ byName: 'first', byArn: 'first', byVersion: 'first', byLabel: 'first' })
      })

      it('reads bytes as they were', () => tells({ binary: '//4AAQ==' }))

      it('puts a version that becomes current, and reads the one before it by AWSPREVIOUS', () => {
        tells({ afterPut: { current: 'second', previous: 'first' } })
      })

      it('puts a version under a label of its own, moves AWSCURRENT back, and lists what sits where', () => {
        const labels = {
          [versions[0]]: ['AWSCURRENT'],
          [versions[1]]: ['AWSPREVIOUS'],
          [versions[2]]: ['BLUE'],
        }
        tells({ labels })
      })

      it('describes a secret that was tagged and untagged', () => {
        const tags = { team: 'billing' }
        tells({ described: { description: 'Where orders are', tags, versions: 3 } })
      })

      it('lists page by page, and filtered', () => {
        tells({ pages: [['app/db'], ['app/cert']], filtered: ['app/db'] })
      })

      it('schedules a deletion, is refused to read meanwhile, and restores', () => {
        const scheduled = { days: 7, read: 'InvalidRequestException', restored: 'first' }
        tells({ scheduled })
      })

      it('deletes at once, and is told that the secret is not there by its own name of that error', () => {
        const message = "Secrets Manager can't find the specified secret."
        tells({ gone: { error: 'ResourceNotFoundException', message } })
      })

      it('is told that a name is taken by its own name of that error', () => {
        tells({ taken: 'ResourceExistsException' })
      })

      it('gets a random password', () => tells({ passwordLength: 20 }))

      it(extras.title, () => tells({ extras: extras.told }))
    })
  }
}

/** What a client in a process of its own printed: a line of JSON. */
export async function toldBy(started: Started): Promise<unknown> {
  const { end, stdout, stderr } = await started.ended
  if (end !== 0) throw new Error(`the client ended with ${end}: ${stderr}`)
  return JSON.parse(stdout)
}
