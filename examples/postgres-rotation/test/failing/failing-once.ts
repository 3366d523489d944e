import { existsSync, readFileSync, rmSync } from 'node:fs'
import type { RotationEvent } from '#four-steps'

export const steps = ['createSecret', 'setSecret', 'testSecret', 'finishSecret'] as const
export const moments = ['before it did anything', 'after it did everything'] as const

/** Which call is to fail: once, since it may be another process that makes the next one. */
export interface Failure {
  readonly step: (typeof steps)[number]
  readonly moment: (typeof moments)[number]
}

/** The variable that says in which file the failure is; there is none while nothing is to fail. */
export const variable = 'FAILURE_FILE'

export function failingOnce(
  handler: (event: RotationEvent) => Promise<void>,
): (event: RotationEvent) => Promise<void> {
  return async (event) => {
    failWhere(event, 'before it did anything')
    await handler(event)
    failWhere(event, 'after it did everything')
  }
}

function failWhere({ Step }: RotationEvent, now: Failure['moment']): void {
  const file = process.env[variable] ?? ''
  if (!existsSync(file)) return
  const { step, moment }: Failure = JSON.parse(readFileSync(file, 'utf8'))
  if (step !== Step || moment !== now) return
  rmSync(file)
  throw new Error(`${step} was made to fail ${moment}`)
}
