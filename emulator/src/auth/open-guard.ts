import { stat } from 'node:fs/promises'
import type { Clock } from '@strongroom/core/parts'
import type { Vault } from '@strongroom/vault'
import type { RequestLog } from '../request-log.js'
import type { Settings } from '../settings.js'
import { Guard } from './guard.js'
import { readIam } from './iam-file.js'

/** Makes the guard once there is a vault; `signedBy` is the clock that clients sign by. */
export type GuardMaker = (vault: Vault, signedBy: Clock) => Guard

/** Reads the identities. Rejects with CONFIG if the file is not there or cannot be understood. */
export async function openGuard(
  mode: 'audit' | 'enforce',
  file: string,
  { account, region }: Settings,
  log: RequestLog,
): Promise<GuardMaker> {
  const identities = await readIam(file, (action) => {
    log.warn('an action in a policy fits no operation', { file, action })
  })
  if (await isOpenToOthers(file)) log.warn('the file with the secret keys can be read by others', { file })
  return (vault, signedBy) => new Guard({ mode, identities, vault, signedBy, home: { account, region } })
}

async function isOpenToOthers(file: string): Promise<boolean> {
  const { mode } = await stat(file)
  return process.platform !== 'win32' && (mode & 0o044) !== 0
}
