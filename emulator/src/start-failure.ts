import { SecretsError, sanitised } from '@strongroom/core/parts'
import type { Settings } from './settings.js'

/** Why the emulator did not start, in words for whoever started it; where in the program only at log level debug. */
export function startFailure(error: unknown, settings: Settings): string {
  const told = sentence(error, settings)
  if (settings.logLevel !== 'debug') return told
  const { stack } = SecretsError.is(error) ? error : sanitised(error)
  return `${told}\n${stack}`
}

function sentence(error: unknown, { port, host }: Settings): string {
  if (SecretsError.is(error))
    return error.hint === undefined ? error.message : `${error.message}\n${error.hint}`
  if (!(error instanceof Error)) return unexpected(typeof error)
  const { code, syscall, path }: NodeJS.ErrnoException = error
  if (code === undefined || syscall === undefined) return unexpected(error.name)

  const aboutNetwork = ['listen', 'bind', 'getaddrinfo'].includes(syscall)
  if (!aboutNetwork) return `cannot start: ${code} in ${syscall}${path === undefined ? '' : ` of ${path}`}`
  switch (code) {
    case 'EADDRINUSE':
      return `port ${port} of ${host} is in use: end what listens there, or choose another port with --port (0 takes any that is free)`
    case 'EACCES':
      return `port ${port} of ${host} is not open to this user: choose one from 1024 on with --port`
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `the name ${host} does not resolve: choose an address of this machine with --host, such as 127.0.0.1`
    case 'EADDRNOTAVAIL':
      return `${host} is no address of this machine: choose one with --host, such as 127.0.0.1`
    default:
      return `cannot listen at port ${port} of ${host}: ${code}`
  }
}

function unexpected(what: string): string {
  return `cannot start: nobody expected this (${what}); --log-level debug shows where it happened`
}
