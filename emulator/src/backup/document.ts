import type { Content, VersionRecord, WholeSecret } from '@strongroom/vault'

interface Envelope {
  readonly format: typeof format
  readonly version: typeof version
  readonly exportedAt: string
}

/** An export that anybody can read. */
export interface ReadableDocument extends Envelope {
  readonly secrets: readonly object[]
}

/** An export that only its passphrase opens. */
export interface SealedDocument extends Envelope {
  readonly encryption: typeof encryption
  /** Base64. */
  readonly sealed: string
}

export const format = 'strongroom-export'
export const version = 1
export const encryption = 'scrypt, AES-256-GCM'

/** What a sealed document is bound to. */
export const sealedContext = Buffer.from(`${format} ${version}`)

/** A readable document of secrets: every field of them that is not the store's own, also those that nobody here knows. */
export function documentOf(secrets: readonly WholeSecret[], exportedAt: Date): ReadableDocument {
  return { format, version, exportedAt: exportedAt.toISOString(), secrets: secrets.map(secretIn) }
}

function secretIn({ record, versions, contents }: WholeSecret): object {
  const { id, revision, dueAt, versionCount, realm, labels, ...rest } = record
  return {
    ...realm,
    ...rest,
    labels: Object.fromEntries(labels),
    versions: versions.map((each) => versionIn(each, contents.get(each.id))),
  }
}

function versionIn(version: VersionRecord, content: Content | undefined): object {
  return content === undefined ? version : { ...version, ...valueIn(content) }
}

function valueIn({ kind, bytes }: Content): object {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return kind === 'text' ? { text: buffer.toString('utf8') } : { binary: buffer.toString('base64') }
}
