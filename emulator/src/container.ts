import 'reflect-metadata'
import { systemClock } from '@strongroom/core/parts'
import { type Instant, type Store, Vault } from '@strongroom/vault'
import type { Express } from 'express'
import { Container, type ServiceIdentifier } from 'inversify'
import { healthOf } from './admin/health.js'
import type { Guard } from './auth/guard.js'
import type { GuardMaker } from './auth/open-guard.js'
import type { RequestLog } from './request-log.js'
import type { Settings } from './settings.js'
import { agendaOf, noAgenda, type Rounds } from './time/agenda.js'
import { MovableClock } from './time/movable-clock.js'
import { Timeline } from './time/timeline.js'
import { createApp } from './transport/app.js'
import type { Service } from './transport/pipeline.js'

const SETTINGS: ServiceIdentifier<Settings> = Symbol.for('@strongroom/emulator/Settings')
const STORE: ServiceIdentifier<Store> = Symbol.for('@strongroom/emulator/Store')
const LOG: ServiceIdentifier<RequestLog> = Symbol.for('@strongroom/emulator/RequestLog')
const GUARD_MAKER: ServiceIdentifier<GuardMaker | undefined> = Symbol.for('@strongroom/emulator/GuardMaker')
const GUARD: ServiceIdentifier<Guard | undefined> = Symbol.for('@strongroom/emulator/Guard')
const CLOCK: ServiceIdentifier<MovableClock> = Symbol.for('@strongroom/emulator/Clock')
const ROUNDS: ServiceIdentifier<Rounds> = Symbol.for('@strongroom/emulator/Rounds')
const SERVICE: ServiceIdentifier<Service> = Symbol.for('@strongroom/emulator/Service')

export const VAULT: ServiceIdentifier<Vault> = Symbol.for('@strongroom/emulator/Vault')
export const TIMELINE: ServiceIdentifier<Timeline> = Symbol.for('@strongroom/emulator/Timeline')
export const APP: ServiceIdentifier<Express> = Symbol.for('@strongroom/emulator/App')

/** What an emulator is made of, from what has been opened for it. Making it does no I/O. */
export function compose(
  settings: Settings,
  store: Store,
  log: RequestLog,
  makeGuard: GuardMaker | undefined,
): Container {
  const container = new Container({ defaultScope: 'Singleton' })
  container.bind(SETTINGS).toConstantValue(settings)
  container.bind(STORE).toConstantValue(store)
  container.bind(LOG).toConstantValue(log)
  container.bind(GUARD_MAKER).toConstantValue(makeGuard)
  container.bind(CLOCK).toConstantValue(new MovableClock())
  container
    .bind(VAULT)
    .toConstantValue(
      vaultOf(store, container.get(CLOCK), settings, log, (at) => container.get(TIMELINE).expect(at)),
    )
  container.bind(ROUNDS).toConstantValue(noRounds)
  container.bind(TIMELINE).toResolvedValue(timelineOf, [CLOCK, VAULT, ROUNDS, LOG, SETTINGS])
  container.bind(GUARD).toResolvedValue(guardOf, [GUARD_MAKER, VAULT])
  container.bind(SERVICE).toResolvedValue(serviceOf, [VAULT, SETTINGS, GUARD])
  container.bind(APP).toResolvedValue(appOf, [SERVICE, LOG, STORE])
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

function timelineOf(
  clock: MovableClock,
  vault: Vault,
  rounds: Rounds,
  log: RequestLog,
  { readOnly }: Settings,
): Timeline {
  return new Timeline(clock, readOnly ? noAgenda : agendaOf(vault, rounds, log), log)
}

function guardOf(makeGuard: GuardMaker | undefined, vault: Vault): Guard | undefined {
  // Clients sign by the time of the machine, whatever our own clock is made to say.
  return makeGuard?.(vault, systemClock)
}

function serviceOf(vault: Vault, { account, region, readOnly }: Settings, guard: Guard | undefined): Service {
  return { vault, home: { account, region }, readOnly, guard }
}

function appOf(service: Service, log: RequestLog, store: Store): Express {
  const since = systemClock.now()
  return createApp({ service, log, health: () => healthOf(store, systemClock, since) })
}
