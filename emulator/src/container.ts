import 'reflect-metadata'
import type { RequestListener } from 'node:http'
import { systemClock } from '@strongroom/core/parts'
import {
  type Instant,
  type Realm,
  type SecretKey,
  type Store,
  type Usable,
  Vault,
  type VaultOptions,
} from '@strongroom/vault'
import type { Express } from 'express'
import { Container, type ServiceIdentifier } from 'inversify'
import type { AdminContext } from './admin/context.js'
import type { Guard } from './auth/guard.js'
import type { GuardMaker } from './auth/open-guard.js'
import { Recorder } from './calls/recorder.js'
import { Faults } from './faults/faults.js'
import type { RequestLog } from './request-log.js'
import type { Beginning } from './resetting.js'
import { type Engine, rotationEngine } from './rotation/engine.js'
import { loggedTo, type OnRotation, recordedBy } from './rotation/events.js'
import { functionEnvironment } from './rotation/function-environment.js'
import { filesIn } from './rotation/function-files.js'
import type { Invoker } from './rotation/invoker.js'
import { invokers } from './rotation/invokers.js'
import { lambdaEndpoint } from './rotation/lambda-endpoint.js'
import { moduleFunctions } from './rotation/module-functions.js'
import type { Seed } from './seed/seed.js'
import type { Settings } from './settings.js'
import { Snapshots } from './snapshots.js'
import { type Agenda, agendaOf, noAgenda } from './time/agenda.js'
import { MovableClock } from './time/movable-clock.js'
import { Timeline } from './time/timeline.js'
import { createApp } from './transport/app.js'
import { type Door, doorOf } from './transport/door.js'
import type { Service } from './transport/pipeline.js'

const SETTINGS: ServiceIdentifier<Settings> = Symbol.for('@strongroom/emulator/Settings')
const STORE: ServiceIdentifier<Store> = Symbol.for('@strongroom/emulator/Store')
const LOG: ServiceIdentifier<RequestLog> = Symbol.for('@strongroom/emulator/RequestLog')
const GUARD_MAKER: ServiceIdentifier<GuardMaker | undefined> = Symbol.for('@strongroom/emulator/GuardMaker')
const GUARD: ServiceIdentifier<Guard | undefined> = Symbol.for('@strongroom/emulator/Guard')
const CLOCK: ServiceIdentifier<MovableClock> = Symbol.for('@strongroom/emulator/Clock')
const ON_ROTATION: ServiceIdentifier<OnRotation> = Symbol.for('@strongroom/emulator/OnRotation')
const ENDPOINT: ServiceIdentifier<() => string> = Symbol.for('@strongroom/emulator/Endpoint')
const INVOKER: ServiceIdentifier<Invoker> = Symbol.for('@strongroom/emulator/Invoker')
const AGENDA: ServiceIdentifier<Agenda> = Symbol.for('@strongroom/emulator/Agenda')
const SERVICE: ServiceIdentifier<Service> = Symbol.for('@strongroom/emulator/Service')

const DOOR: ServiceIdentifier<Door> = Symbol.for('@strongroom/emulator/Door')
const SEEDS: ServiceIdentifier<readonly Seed[]> = Symbol.for('@strongroom/emulator/Seeds')
const ADMIN: ServiceIdentifier<RequestListener> = Symbol.for('@strongroom/emulator/Admin')

export const VAULT: ServiceIdentifier<Vault> = Symbol.for('@strongroom/emulator/Vault')
export const FAULTS: ServiceIdentifier<Faults> = Symbol.for('@strongroom/emulator/Faults')
export const RECORDER: ServiceIdentifier<Recorder> = Symbol.for('@strongroom/emulator/Recorder')
export const BEGINNING: ServiceIdentifier<Beginning> = Symbol.for('@strongroom/emulator/Beginning')
export const ENGINE: ServiceIdentifier<Engine> = Symbol.for('@strongroom/emulator/Engine')
export const TIMELINE: ServiceIdentifier<Timeline> = Symbol.for('@strongroom/emulator/Timeline')
export const APP: ServiceIdentifier<Express> = Symbol.for('@strongroom/emulator/App')

/** What has been opened for an emulator. */
export interface Given {
  readonly settings: Settings
  readonly store: Store
  readonly log: RequestLog
  /** What the seed files say. */
  readonly seeds: readonly Seed[]
  /** Undefined where any credentials will do. */
  readonly makeGuard: GuardMaker | undefined
  /** Where it listens: asked for once something is to connect to it. */
  readonly endpoint: () => string
}

/** What an emulator is made of. Making it does no I/O. */
export function compose({ settings, store, log, seeds, makeGuard, endpoint }: Given): Container {
  const container = new Container({ defaultScope: 'Singleton' })
  container.bind(SETTINGS).toConstantValue(settings)
  container.bind(STORE).toConstantValue(store)
  container.bind(LOG).toConstantValue(log)
  container.bind(SEEDS).toConstantValue(seeds)
  container.bind(GUARD_MAKER).toConstantValue(makeGuard)
  container.bind(CLOCK).toConstantValue(new MovableClock())
  container.bind(RECORDER).toResolvedValue((clock) => new Recorder(clock), [CLOCK])
  container.bind(ON_ROTATION).toResolvedValue(onRotationOf, [LOG, RECORDER])
  const told = {
    onDue: (at: Instant) => container.get(TIMELINE).expect(at),
    onAbandoned: (key: SecretKey, versionId: string) =>
      container.get(ON_ROTATION)({ name: 'RotationAbandoned', key, versionId }),
  }
  container.bind(VAULT).toConstantValue(vaultOf(store, container.get(CLOCK), settings, log, told))
  container.bind(GUARD).toResolvedValue(guardOf, [GUARD_MAKER, VAULT])
  container.bind(ENDPOINT).toConstantValue(endpoint)
  container.bind(INVOKER).toResolvedValue(invokerOf, [SETTINGS, LOG, ENDPOINT, GUARD])
  container.bind(ENGINE).toResolvedValue(engineOf, [VAULT, INVOKER, ON_ROTATION, LOG, SETTINGS])
  container.bind(AGENDA).toResolvedValue(agendaFor, [VAULT, ENGINE, LOG, SETTINGS])
  container.bind(TIMELINE).toResolvedValue(timelineOf, [CLOCK, AGENDA, LOG])
  container.bind(FAULTS).toResolvedValue((clock, log) => new Faults(clock, log), [CLOCK, LOG])
  container.bind(SERVICE).toResolvedValue(serviceOf, [VAULT, INVOKER, SETTINGS, GUARD, FAULTS])
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
  told: Pick<VaultOptions, 'onDue' | 'onAbandoned'>,
): Vault {
  const onForgotten = (error: unknown) => log.error('the date of a read could not be written', error)
  return new Vault(store, { clock, remembersReads: !readOnly, onForgotten, ...told })
}

function onRotationOf(log: RequestLog, recorder: Recorder): OnRotation {
  const [tellLog, record] = [loggedTo(log), recordedBy(recorder)]
  return (event) => {
    tellLog(event)
    record(event)
  }
}

function invokerOf(
  settings: Settings,
  log: RequestLog,
  endpoint: () => string,
  guard: Guard | undefined,
): Invoker {
  const { rotationFunction, lambdaEndpoint: url, logLevel } = settings
  const timeoutMs = settings.rotationTimeout * 1000
  const files = filesIn(rotationFunction)
  const environment = (functionArn: string, realm: Realm) =>
    functionEnvironment(
      { env: process.env, endpoint: endpoint(), key: guard?.keyForFunction(functionArn) },
      functionArn,
      realm,
    )
  const modules = moduleFunctions({ files, environment, timeoutMs, log, logsLines: logLevel === 'debug' })
  return invokers(modules, url === undefined ? undefined : lambdaEndpoint({ url, timeoutMs }), log)
}

function engineOf(
  { rotating }: Vault,
  invoker: Invoker,
  onRotation: OnRotation,
  log: RequestLog,
  { rotationTimeout }: Settings,
): Engine {
  return rotationEngine({ rotating, invoker, onRotation, log, timeoutMs: rotationTimeout * 1000 })
}

function guardOf(makeGuard: GuardMaker | undefined, vault: Vault): Guard | undefined {
  // Clients sign by the time of the machine, whatever our own clock is made to say.
  return makeGuard?.(vault, systemClock)
}

function agendaFor(vault: Vault, engine: Engine, log: RequestLog, { readOnly }: Settings): Agenda {
  return readOnly ? noAgenda : agendaOf(vault, engine, log)
}

function timelineOf(clock: MovableClock, agenda: Agenda, log: RequestLog): Timeline {
  return new Timeline(clock, agenda, log)
}

function serviceOf(
  vault: Vault,
  invoker: Invoker,
  { account, region, readOnly }: Settings,
  guard: Guard | undefined,
  faults: Faults,
): Service {
  const isInvokable: Usable = (functionArn, realm) => invoker.usable(functionArn, realm)
  return { vault, home: { account, region }, readOnly, guard, isInvokable, faults }
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
