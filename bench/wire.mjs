/** What a request needs besides its body. Signatures are not verified. */
export function headersOf(operation) {
  return {
    'Content-Type': 'application/x-amz-json-1.1',
    'X-Amz-Target': `secretsmanager.${operation}`,
    'X-Amz-Date': '20270101T000000Z',
    Authorization: `AWS4-HMAC-SHA256 Credential=test/20270101/us-east-1/secretsmanager/aws4_request, SignedHeaders=content-type;host;x-amz-date;x-amz-target, Signature=${'0'.repeat(64)}`,
  }
}

export const secrets = 1000

/** The names that the scripts of wrk ask for. */
export const nameOf = (number) => `bench/secret-${String(number).padStart(4, '0')}`

export const value = JSON.stringify({
  username: 'app',
  password: 'x'.repeat(64),
  host: 'db.example.com',
  port: 5432,
})

/** An answer to GetSecretValue. */
export const answer = {
  ARN: `arn:aws:secretsmanager:us-east-1:000000000000:secret:${nameOf(1)}-a1B2c3`,
  Name: nameOf(1),
  VersionId: '3f2504e0-4f89-41d3-9a0c-0305e82c3301',
  SecretString: value,
  VersionStages: ['AWSCURRENT'],
  CreatedDate: 1_798_761_600.123,
}

/** Makes the secrets that are read and written, and reads each once: the first read of a day leaves its date. */
export async function fill(url) {
  const send = async (operation, body) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: headersOf(operation),
      body: JSON.stringify(body),
    })
    const text = await response.text()
    if (!response.ok) throw new Error(`${operation}: ${text}`)
  }
  for (let first = 0; first < secrets; first += 50) {
    const some = Array.from({ length: 50 }, (_, i) => nameOf(first + i))
    await Promise.all(
      some.map(async (name) => {
        const token = crypto.randomUUID()
        await send('CreateSecret', { Name: name, ClientRequestToken: token, SecretString: value })
        await send('GetSecretValue', { SecretId: name })
      }),
    )
  }
}
