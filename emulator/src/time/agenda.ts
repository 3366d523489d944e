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

/** Where nothing may be written: then nothing happens by itself either. */
export const noAgenda: Agenda = {
  next: async () => undefined,
  happen: async () => {},
  settled: async () => {},
}

/** How many secrets are looked at together. */
const stride = 100

export function agendaOf(vault: Vault, rounds: Rounds, log: RequestLog): Agenda {
  /** Answers whether that was of any use: what is due as it was before would be so for ever. */
  async function happenTo(key: SecretKey): Promise<boolean> {
    try {
      const before = await vault.store.find(key)
      await vault.tend(key)
      await rounds.begin(key)
      const after = await vault.store.find(key)
      const { dueAt = Number.POSITIVE_INFINITY } = after ?? {}
      return dueAt > vault.clock.now() || after?.id !== before?.id || after?.revision !== before?.revision
    } catch (error) {
      log.error('what is due for a secret could not be done', error, { secretName: key.name })
      return false
    }
  }

  return {
    next: () => vault.nextDue(),
    async happen() {
      const due = await vault.due(stride)
      let begun = 0
      for (const key of due) if (await happenTo(key)) begun += 1
      if (due.length > 0 && begun === 0) throw new Error('what is due could not be begun')
    },
    settled: () => rounds.settled(),
  }
}
