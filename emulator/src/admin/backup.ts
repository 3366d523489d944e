import { documentOf, encryption, format, version } from '../backup/document.js'
import { readSecrets } from '../backup/read-secrets.js'
import { openDocument, sealDocument } from '../backup/seal-document.js'
import { aText, aTruth, isObject, type Members } from '../members.js'
import { Problems } from '../problems.js'
import { isWithin } from '../resetting.js'
import { table } from '../settings/table.js'
import { jsonIn, refuse, saidBy, saidIn } from './asked.js'
import { AdminRefusal, type Route } from './route.js'

const leastPassphrase = 12

const passphrase = aText(
  `a text of ${leastPassphrase} characters at least`,
  (text) => text.length >= leastPassphrase && text.length <= 1024 && text.isWellFormed(),
)

const exportMembers = {
  passphrase,
  plaintext: aTruth,
  account: table.account,
  region: table.region,
} satisfies Members

export const exporting: Route = {
  method: 'POST',
  path: '/export',
  summary: 'All secrets with all they have, sealed with a passphrase.',
  async handle({ vault, log }, asked) {
    const { passphrase, plaintext = false, ...scope } = saidIn(asked, exportMembers)
    if ((passphrase === undefined) === !plaintext) {
      throw new AdminRefusal(
        400,
        'Give a passphrase to seal the export with, or say "plaintext": true to get every value readable.',
      )
    }
    const secrets = await vault.whole((realm) => isWithin(scope, realm))
    const document = documentOf(secrets, new Date(vault.clock.now()))
    log.warn('secrets were exported', { secrets: secrets.length, plaintext })
    return { body: passphrase === undefined ? document : await sealDocument(document, passphrase) }
  },
}

const importMembers = {
  document: { expects: 'an export', accept: (value: unknown) => (isObject(value) ? value : undefined) },
  passphrase,
  overwrite: aTruth,
} satisfies Members

export const importing: Route = {
  method: 'POST',
  path: '/import',
  summary: 'Puts the secrets of an export back, all or none.',
  changes: true,
  largestBody: 256 * 1024 * 1024,
  async handle({ vault }, asked) {
    const json = jsonIn(asked.body)
    if (isObject(json) && json.format === format) {
      throw new AdminRefusal(400, 'This is an export itself: send {"document": …}, with its "passphrase".')
    }
    const { document, passphrase, overwrite = false } = saidBy(json, importMembers)
    const problems = new Problems()
    const secrets = readSecrets(await secretsIn(document, passphrase), problems)
    refuse(problems)
    const inTheWay = await vault.putWhole(secrets, overwrite ? 'namesakes' : 'nothing')
    if (inTheWay.length > 0) {
      const names = inTheWay.map(
        ({ name, realm }) => `${name} (account ${realm.account}, Region ${realm.region})`,
      )
      const some = names.length > 10 ? [...names.slice(0, 10), `${names.length - 10} others`] : names
      throw new AdminRefusal(
        409,
        `Nothing was imported, since these stand already: ${some.join(', ')}; "overwrite": true replaces them.`,
      )
    }
    return { body: { imported: secrets.map(({ record: { name, realm } }) => ({ name, ...realm })) } }
  },
}

async function secretsIn(
  document: Readonly<Record<string, unknown>> | undefined,
  passphrase: string | undefined,
): Promise<unknown> {
  if (document?.format !== format || document.version !== version) {
    throw new AdminRefusal(400, `"document" must be an export: "format": "${format}", "version": ${version}`)
  }
  if (document.encryption === undefined) return document.secrets
  if (document.encryption !== encryption || typeof document.sealed !== 'string') {
    throw new AdminRefusal(400, `the document must be sealed with ${encryption}`)
  }
  if (passphrase === undefined) throw new AdminRefusal(400, 'the document is sealed: give its "passphrase"')
  const secrets = await openDocument(document.sealed, passphrase)
  if (secrets === undefined) {
    throw new AdminRefusal(400, 'the document does not open: the passphrase is another, or it was damaged')
  }
  return secrets
}
