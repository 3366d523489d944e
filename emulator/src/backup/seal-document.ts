import { openedWith, sealedWith } from '@strongroom/vault'
import {
  encryption,
  format,
  type ReadableDocument,
  type SealedDocument,
  sealedContext,
  version,
} from './document.js'

/** The document as only the passphrase opens it again. */
export async function sealDocument(
  { exportedAt, secrets }: ReadableDocument,
  passphrase: string,
): Promise<SealedDocument> {
  const plain = Buffer.from(JSON.stringify(secrets))
  const sealed = await sealedWith(passphrase, plain, sealedContext)
  plain.fill(0)
  return { format, version, exportedAt, encryption, sealed: Buffer.from(sealed).toString('base64') }
}

/** The secrets in what was sealed, as they were written; undefined if the passphrase is another, or a bit has changed. */
export async function openDocument(sealed: string, passphrase: string): Promise<unknown> {
  const plain = await openedWith(passphrase, Buffer.from(sealed, 'base64'), sealedContext)
  return plain && JSON.parse(Buffer.from(plain).toString('utf8'))
}
