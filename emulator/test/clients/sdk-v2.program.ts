// A program as users have it. This SDK knows no variables for endpoints: it is told, as the first argument.
import SecretsManager from 'aws-sdk/clients/secretsmanager.js'
import { type Api, tellStory } from './sdk-story.js'

const [, , endpoint = ''] = process.argv
const api = new SecretsManager({ endpoint })

/** The same methods, answering promises at once. */
const promising = new Proxy(api, {
  get: (target, name) => (input: object) => Reflect.get(target, name).call(target, input).promise(),
}) as unknown as Api

await tellStory(promising, 'code')
