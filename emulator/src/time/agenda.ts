import type { Instant, SecretKey, SecretRecord, Vault } from '@strongroom/vault'
import type { RequestLog } from '../request-log.js'

/** Work on secrets that takes its time and needs somebody outside: rotations. */
export interface Rounds {
  /** Begins what is due for a secret, if anything is. Settles when that is under way and the secret no longer due. */
  begin(key: SecretKey): Promise<void>
  /** Whether there is no room for more for now: what is due then waits. */
  readonly isFull: boolean
  /** Settles when there is room again. */
  room(): Promise<void>
  /** Settles when nothing is under way any more. */
  settled(): Promise<void>
}

/** What happens to secrets when its time has come, without anybody asking for it. */
export interface Agenda {
  /** When something is next to happen; undefined if nothing is. */
  next(): Promise<Instant | undefined>
  /**
   * Begins what is due by now, in the order of its times. Answers whether some of it waits for room. Rejects if it could
   * begin with nothing of it.
   */
  happen(): Promise<boolean>
  /** Settles when there is room again for what waits. */
  room(): Promise<void>
  /** Settles when all that was begun has ended. */
  settled(): Promise<void>
}

/** Where nothing may be written: then nothing happens by itself either. */
export const noAgenda: Agenda = {
  next: async () => undefined,
  happen: async () => false,
  room: async () => {},
  settled: async () => {},
}

/** How many secrets are looked at together. */
const stride = 100

export function agendaOf(vault: Vault, rounds: Rounds, log: RequestLog): Agenda {
  const isDue = (secret: SecretRecord | undefined) =>
    (secret?.dueAt ?? Number.POSITIVE_INFINITY) <= vault.clock.now()

  /** Answers whether that was of any use: what is due as it was before would be so for ever. */
  async function happenTo(key: SecretKey): Promise<'begun' | 'waits' | 'stuck'> {
    try {
      const before = await vault.store.find(key)
      await vault.tend(key)
      // Rotations alone take their time: nothing else waits for room that they have not.
      if (rounds.isFull && isDue(await vault.store.find(key))) return 'waits'
      await rounds.begin(key)
      const after = await vault.store.find(key)
      const isAnother = after?.id !== before?.id || after?.revision !== before?.revision
      return isAnother || !isDue(after) ? 'begun' : 'stuck'
    } catch (error) {
      log.error('what is due for a secret could not be done', error, { secretName: key.name })
      return 'stuck'
    }
  }

  return {
    next: () => vault.nextDue(),
    async happen() {
      const due = await vault.due(stride)
      const became = new Set<Awaited<ReturnType<typeof happenTo>>>()
      for (const key of due) became.add(await happenTo(key))
      if (became.size === 1 && became.has('stuck')) throw new Error('what is due could not be begun')
      return became.has('waits')
    },
    room: () => rounds.room(),
    settled: () => rounds.settled(),
  }
}
