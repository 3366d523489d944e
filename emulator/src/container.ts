import 'reflect-metadata'
import type { RequestListener } from 'node:http'
import { systemClock } from '@strongroom/core/parts'
import { type Instant, type Store, Vault } from '@strongroom/vault'
import type { Express } from 'express'
import { Container, type ServiceIdentifier } from 'inversify'
import type { AdminContext } from './admin/context.js'
import { Recorder } from './calls/recorder.js'
import { Faults } from './faults/faults.js'
import type { RequestLog } from './request-log.js'
import type { Beginning } from './resetting.js'
import type { Seed } from './seed/seed.js'
import type { Settings } from './settings.js'
import { Snapshots } from './snapshots.js'
import { agendaOf, type Rounds } from './time/agenda.js'
import { MovableClock } from './time/movable-clock.js'
import { Timeline } from './time/timeline.js'
import { createApp } from './transport/app.js'
import { type Door, doorOf } from './transport/door.js'
import type { Service } from './transport/pipeline.js'

const SETTINGS: ServiceIdentifier<Settings> = Symbol.for('@strongroom/emulator/Settings')
const STORE: ServiceIdentifier<Store> = Symbol.for('@strongroom/emulator/Store')
const LOG: ServiceIdentifier<RequestLog> = Symbol.for('@strongroom/emulator/RequestLog')
const CLOCK: ServiceIdentifier<MovableClock> = Symbol.for('@strongroom/emulator/Clock')
const ROUNDS: ServiceIdentifier<Rounds> = Symbol.for('@strongroom/emulator/Rounds')
const SERVICE: ServiceIdentifier<Service> = Symbol.for('@strongroom/emulator/Service')
const DOOR: ServiceIdentifier<Door> = Symbol.for('@strongroom/emulator/Door')
const SEEDS: ServiceIdentifier<readonly Seed[]> = Symbol.for('@strongroom/emulator/Seeds')
const ADMIN: ServiceIdentifier<RequestListener> = Symbol.for('@strongroom/emulator/Admin')

export const VAULT: ServiceIdentifier<Vault> = Symbol.for('@strongroom/emulator/Vault')
export const FAULTS: ServiceIdentifier<Faults> = Symbol.for('@strongroom/emulator/Faults')
export const RECORDER: ServiceIdentifier<Recorder> = Symbol.for('@strongroom/emulator/Recorder')
export const BEGINNING: ServiceIdentifier<Beginning> = Symbol.for('@strongroom/emulator/Beginning')
export const TIMELINE: ServiceIdentifier<Timeline> = Symbol.for('@strongroom/emulator/Timeline')
export const APP: ServiceIdentifier<Express> = Symbol.for('@strongroom/emulator/App')

/** What an emulator is made of, from what has been opened for it. Making it does no I/O. */
export function compose(
  settings: Settings,
  store: Store,
  log: RequestLog,
  seeds: readonly Seed[] = [],
): Container {
  const container = new Container({ defaultScope: 'Singleton' })
  container.bind(SETTINGS).toConstantValue(settings)
  container.bind(STORE).toConstantValue(store)
  container.bind(SEEDS).toConstantValue(seeds)
  container.bind(LOG).toConstantValue(log)
  container.bind(CLOCK).toConstantValue(new MovableClock())
  container
    .bind(VAULT)
    .toConstantValue(
      vaultOf(store, container.get(CLOCK), settings, log, (at) => container.get(TIMELINE).expect(at)),
    )
  container.bind(ROUNDS).toConstantValue(noRounds)
  container.bind(TIMELINE).toResolvedValue(timelineOf, [CLOCK, VAULT, ROUNDS, LOG])
  container.bind(FAULTS).toResolvedValue((clock, log) => new Faults(clock, log), [CLOCK, LOG])
  container.bind(RECORDER).toResolvedValue((clock) => new Recorder(clock), [CLOCK])
  container.bind(SERVICE).toResolvedValue(serviceOf, [VAULT, SETTINGS, FAULTS])
  container.bind(DOOR).toResolvedValue(({ host }) => doorOf(host), [SETTINGS])
  container
    .bind(BEGINNING)
    .toResolvedValue(beginningOf, [VAULT, TIMELINE, FAULTS, RECORDER, LOG, SEEDS, SETTINGS])
  container.bind(ADMIN).toResolvedValue(adminOf, [BEGINNING, SETTINGS, DOOR])
  container.bind(APP).toResolvedValue(appOf, [SERVICE, LOG, DOOR, RECORDER, ADMIN])
  return container
}

function vaultOf(
  store: Store,
  clock: MovableClock,
  { readOnly }: Settings,
  log: RequestLog,
  onDue: (at: Instant) => void,
): Vault {
  const onForgotten = (error: unknown) => log.error('the date of a read could not be written', error)
  return new Vault(store, { clock, remembersReads: !readOnly, onForgotten, onDue })
}

/** Nothing is rotated yet. */
const noRounds: Rounds = { begin: async () => {}, settled: async () => {} }

function timelineOf(clock: MovableClock, vault: Vault, rounds: Rounds, log: RequestLog): Timeline {
  return new Timeline(clock, agendaOf(vault, rounds, log), log)
}

function serviceOf(vault: Vault, { account, region, readOnly }: Settings, faults: Faults): Service {
  return { vault, home: { account, region }, readOnly, faults }
}

function beginningOf(
  vault: Vault,
  timeline: Timeline,
  faults: Faults,
  recorder: Recorder,
  log: RequestLog,
  seeds: readonly Seed[],
  { account, region }: Settings,
): Beginning {
  return { vault, timeline, faults, recorder, log, seeds, home: { account, region } }
}

/** Whoever asks the admin API first waits until it is loaded; most never ask. */
function adminOf(beginning: Beginning, settings: Settings, door: Door): RequestListener {
  const since = systemClock.now()
  const snapshots = new Snapshots(beginning.vault)
  const context: AdminContext = { ...beginning, settings, door, snapshots, since }
  let loading: Promise<RequestListener> | undefined
  return async (request, response) => {
    loading ??= import('./admin/serve.js').then(({ adminListener }) => adminListener(context))
    const serve = await loading
    serve(request, response)
  }
}

function appOf(
  service: Service,
  log: RequestLog,
  door: Door,
  recorder: Recorder,
  admin: RequestListener,
): Express {
  return createApp({ service, log, door, recorder, admin })
}
