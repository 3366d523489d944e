import { limits } from '../limits.js'
import type { Realm, SecretKey, SecretRecord } from '../model.js'
import { invalidName, secretNotFound } from '../refusals.js'

const allowed = /^[A-Za-z0-9/_+=.@!-]+$/
const arnPattern = /^arn:(aws[a-z-]*):secretsmanager:([^:]*):([^:]*):secret:(.*)$/s

/** The name itself; refuses characters that no secret's name has. */
function checkedName(name: string): string {
  if (!allowed.test(name)) throw invalidName()
  return name
}

/** The name of a secret that is to be made; refuses what no secret can be called. */
export function newName(name: string): string {
  if (name.length > limits.name.max) throw invalidName()
  return checkedName(name)
}

/** What a SecretId points at: an address, and the suffix if it was a full ARN. */
export interface SecretAddress extends SecretKey {
  readonly suffix?: string | undefined
}

/**
 * Reads a SecretId: a name, a full ARN or an ARN without its suffix. An ARN whose resource ends in a hyphen and six
 * characters is read as a full one, whatever the name is.
 *
 * Refuses bad names, and does not find ARNs of another Region or partition, which this Region cannot have.
 */
export function addressOf(secretId: string, realm: Realm): SecretAddress {
  if (!secretId.startsWith('arn:')) return { realm, name: checkedName(secretId) }
  const [, partition, region = '', account = '', resource = ''] = arnPattern.exec(secretId) ?? []
  const name = checkedName(resource)
  const at = account === realm.account && region === realm.region ? realm : { account, region }
  const full = /^(.+)-([A-Za-z0-9]{6})$/s.exec(name)
  const address = full === null ? { realm: at, name } : { realm: at, name: full[1] ?? '', suffix: full[2] }
  if (region !== realm.region || partition !== partitionOf(region)) throw secretNotFound(address)
  return address
}

/** The secret that stands there, if it is the one that an address with a suffix means. */
export function secretAt(
  { suffix }: SecretAddress,
  secret: SecretRecord | undefined,
): SecretRecord | undefined {
  return suffix === undefined || secret?.suffix === suffix ? secret : undefined
}

/** The ARN that a name with a suffix has in a realm. */
export function arnOf({ realm, name, suffix }: Pick<SecretRecord, 'realm' | 'name' | 'suffix'>): string {
  const { account, region } = realm
  return `arn:${partitionOf(region)}:secretsmanager:${region}:${account}:secret:${name}-${suffix}`
}

/** An address in one text, for maps: no two have the same. */
export function placeOf({ realm, name }: SecretKey): string {
  return JSON.stringify([realm.account, realm.region, name])
}

/** The partition that a Region belongs to. */
export function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn'
  if (region.startsWith('us-gov-')) return 'aws-us-gov'
  return 'aws'
}
