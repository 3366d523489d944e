import 'reflect-metadata'
import { type Clock, systemClock } from '@strongroom/core/parts'
import { type Store, Vault } from '@strongroom/vault'
import type { Express } from 'express'
import { Container, type ServiceIdentifier } from 'inversify'
import { healthOf } from './admin/health.js'
import type { Guard } from './auth/guard.js'
import type { GuardMaker } from './auth/open-guard.js'
import type { RequestLog } from './request-log.js'
import type { Settings } from './settings.js'
import { createApp } from './transport/app.js'
import type { Service } from './transport/pipeline.js'

const SETTINGS: ServiceIdentifier<Settings> = Symbol.for('@strongroom/emulator/Settings')
const STORE: ServiceIdentifier<Store> = Symbol.for('@strongroom/emulator/Store')
const LOG: ServiceIdentifier<RequestLog> = Symbol.for('@strongroom/emulator/RequestLog')
const GUARD_MAKER: ServiceIdentifier<GuardMaker | undefined> = Symbol.for('@strongroom/emulator/GuardMaker')
const GUARD: ServiceIdentifier<Guard | undefined> = Symbol.for('@strongroom/emulator/Guard')
const CLOCK: ServiceIdentifier<Clock> = Symbol.for('@strongroom/emulator/Clock')
const SERVICE: ServiceIdentifier<Service> = Symbol.for('@strongroom/emulator/Service')

export const VAULT: ServiceIdentifier<Vault> = Symbol.for('@strongroom/emulator/Vault')
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
  container.bind(CLOCK).toConstantValue(systemClock)
  container.bind(VAULT).toResolvedValue(vaultOf, [STORE, CLOCK, SETTINGS, LOG])
  container.bind(GUARD).toResolvedValue(guardOf, [GUARD_MAKER, VAULT])
  container.bind(SERVICE).toResolvedValue(serviceOf, [VAULT, SETTINGS, GUARD])
  container.bind(APP).toResolvedValue(appOf, [SERVICE, LOG, STORE, CLOCK])
  return container
}

function vaultOf(store: Store, clock: Clock, { readOnly }: Settings, log: RequestLog): Vault {
  const onForgotten = (error: unknown) => log.error('the date of a read could not be written', error)
  return new Vault(store, { clock, remembersReads: !readOnly, onForgotten })
}

function guardOf(makeGuard: GuardMaker | undefined, vault: Vault): Guard | undefined {
  // Clients sign by the time of the machine, whatever our own clock is made to say.
  return makeGuard?.(vault, systemClock)
}

function serviceOf(vault: Vault, { account, region, readOnly }: Settings, guard: Guard | undefined): Service {
  return { vault, home: { account, region }, readOnly, guard }
}

function appOf(service: Service, log: RequestLog, store: Store, clock: Clock): Express {
  const since = clock.now()
  return createApp({ service, log, health: () => healthOf(store, clock, since) })
}
