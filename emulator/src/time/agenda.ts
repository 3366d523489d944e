import type { Instant, SecretKey, Vault } from '@strongroom/vault'
import type { RequestLog } from '../request-log.js'

/** Work on secrets that takes its time and needs somebody outside: rotations. */
export interface Rounds {
  /** Begins what is due for a secret, if anything is. Settles when that is under way and the secret no longer due. */
  begin(key: SecretKey): Promise<void>
  /** Settles when nothing is under way any more. */
  settled(): Promise<void>
}

/** What happens to secrets when its time has come, without anybody asking for it. */
export interface Agenda {
  /** When something is next to happen; undefined if nothing is. */
  next(): Promise<Instant | undefined>
  /** Begins what is due by now, in the order of its times. Rejects if it could begin with nothing of it. */
  happen(): Promise<void>
  /** Settles when all that was begun has ended. */
  settled(): Promise<void>
}

/** Where nothing may be written, nothing happens by itself. */
export const emptyAgenda: Agenda = {
  next: async () => undefined,
  happen: async () => {},
  settled: async () => {},
}

/** How many secrets are looked at together. */
const stride = 100

export function agendaOf(vault: Vault, rounds: Rounds, log: RequestLog): Agenda {
  async function happenTo(key: SecretKey): Promise<void> {
    try {
      await vault.tend(key)
      await rounds.begin(key)
    } catch (error) {
      log.error('what is due for a secret could not be done', error, { secretName: key.name })
    }
  }

  return {
    next: () => vault.nextDue(),
    async happen() {
      const due = await vault.due(stride)
      for (const key of due) await happenTo(key)
      const [first] = due
      const [still] = await vault.due(1)
      if (first !== undefined && isSame(first, still)) throw new Error('what is due could not be begun')
    },
    settled: () => rounds.settled(),
  }
}

function isSame(one: SecretKey, other: SecretKey | undefined): boolean {
  return (
    one.name === other?.name &&
    one.realm.account === other.realm.account &&
    one.realm.region === other.realm.region
  )
}
