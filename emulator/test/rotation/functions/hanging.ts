import { SecretsManager } from '@aws-sdk/client-secrets-manager'
import { type StepEvent, template } from './template.js'

const work = template(new SecretsManager())

/** Says when it has come to setSecret, and never ends that. */
export async function handler(event: StepEvent): Promise<void> {
  await work(event)
  if (event.Step !== 'setSecret') return
  console.log(`reached setSecret in ${process.pid}.`)
  await new Promise(() => {})
}
