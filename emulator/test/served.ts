import { after } from 'mocha'
import { type Emulator, serve } from '#server'
import { type EmulatorOptions, settingsOf } from '#settings'
import { type RecordingLog, recordingLog } from './recording-log.js'
import { type PostOptions, postTo, send, type WireAnswer, type WireRequest } from './wire.js'

/** An emulator of a spec's own, with a log that keeps what it is told. */
export interface Served {
  readonly emulator: Emulator
  readonly log: RecordingLog
  post(operation: string, body?: unknown, options?: PostOptions): Promise<WireAnswer>
  send(request: WireRequest): Promise<WireAnswer>
}

export async function served(options: EmulatorOptions = {}): Promise<Served & AsyncDisposable> {
  const log = recordingLog()
  const emulator = await serve(settingsOf(options), log)
  return {
    emulator,
    log,
    post: (operation, body, given) => postTo(emulator.endpoint, operation, body, given),
    send: (request) => send(emulator.endpoint, request),
    [Symbol.asyncDispose]: () => emulator.close(),
  }
}

/** One emulator for a suite, from the first test that asks for it. */
export function useServed(options: EmulatorOptions = {}): () => Promise<Served> {
  let started: ReturnType<typeof served> | undefined
  after(async () => {
    await (await started)?.emulator.close()
  })
  return () => (started ??= served(options))
}
