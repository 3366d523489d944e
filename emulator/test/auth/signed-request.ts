import { DescribeSecretCommand, type SecretsManager } from '@aws-sdk/client-secrets-manager'

/** A request as the SDK would have sent it. */
export interface SignedRequest {
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** Lets the SDK sign a DescribeSecret of `SecretId`, and keeps it from sending it. */
export async function signedDescribe(client: SecretsManager, SecretId: string): Promise<SignedRequest> {
  const command = new DescribeSecretCommand({ SecretId })
  let kept: SignedRequest | undefined
  command.middlewareStack.add(
    () =>
      async ({ request }) => {
        if (!isSigned(request)) throw new TypeError('the SDK has other requests by now')
        kept = { headers: request.headers, body: textOf(request.body) }
        return { response: undefined, output: { $metadata: {} } }
      },
    { step: 'deserialize', name: 'keepsRequest', priority: 'high' },
  )
  await client.send(command)
  if (kept === undefined) throw new Error('nothing was signed')
  return kept
}

function isSigned(request: unknown): request is { headers: Record<string, string>; body: unknown } {
  return typeof request === 'object' && request !== null && 'headers' in request && 'body' in request
}

function textOf(body: unknown): string {
  return body instanceof Uint8Array ? new TextDecoder().decode(body) : String(body)
}
