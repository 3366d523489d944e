// Tells what becomes of the key in the environment, of another one, and of an action that is denied.
import SecretsManager from 'aws-sdk/clients/secretsmanager.js'

const [, , endpoint = ''] = process.argv
const options = { endpoint, region: 'eu-west-1', maxRetries: 0 }
const api = new SecretsManager(options)
const outcome = (attempt: { promise(): Promise<unknown> }) =>
  attempt.promise().then(
    () => 'OK',
    ({ code }) => code,
  )

await api
  .createSecret({ Name: 'prod/db', SecretString: 'grüße', Description: 'ümlauts  & blanks ' })
  .promise()
const { SecretString: read } = await api.getSecretValue({ SecretId: 'prod/db' }).promise()
const credentials = { accessKeyId: process.env.AWS_ACCESS_KEY_ID ?? '', secretAccessKey: 'x' }
const told = {
  read,
  denied: await outcome(api.deleteSecret({ SecretId: 'prod/db' })),
  wrong: await outcome(new SecretsManager({ ...options, credentials }).listSecrets()),
}
console.log(JSON.stringify(told))
