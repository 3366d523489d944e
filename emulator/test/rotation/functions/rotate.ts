import { SecretsManager } from '@aws-sdk/client-secrets-manager'
import { template } from './template.js'

/** As it would be deployed: the client is made of what the environment says. */
export const handler = template(new SecretsManager())
