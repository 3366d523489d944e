import path from 'node:path'
import { SecretsError } from '@strongroom/core/parts'
import { type Policy, PolicyFault, parsePolicy } from '@strongroom/vault'
import { asJson } from '../documents/as-json.js'
import { Place } from '../documents/place.js'
import { readDocument } from '../documents/read-document.js'
import { readText } from '../documents/read-text.js'
import { Problems } from '../problems.js'
import { type PolicySpot, profilesIn } from './iam-profiles.js'
import { Identities } from './identities.js'
import { unknownActions } from './unknown-actions.js'

/**
 * The identities in a file like
 *
 *     { "identities": [ {
 *         "arn": "arn:aws:iam::111122223333:user/alice",
 *         "tags": { "team": "orders" },
 *         "policies": [ { "Version": "2012-10-17", "Statement": [ … ] }, "more.json" ],
 *         "accessKeys": [ { "accessKeyId": "…", "secretAccessKey": "…" } ]
 *     } ] }
 *
 * Beside users these are sessions of roles (`arn:aws:sts::…:assumed-role/ROLE/SESSION`, with the role's `path` if it has
 * one, and keys with `sessionToken` and `expiresAt`) and root users, which have no policies. A path in `policies` starts at
 * the file's folder. `functions` are ARNs of rotation functions that run as this identity.
 *
 * `onUnknownAction` is told of actions that no operation has: IAM takes them, and so are they here.
 *
 * Rejects with CONFIG, telling everything that is wrong at once by line and key, and quoting no key or token.
 */
export async function readIam(
  file: string,
  onUnknownAction: (action: string) => void = () => {},
): Promise<Identities> {
  const problems = new Problems()
  const source = await readText(file, problems)
  if (source === undefined) throw new SecretsError('CONFIG', problems.told() ?? file, { hint: whereFrom })
  const content = await readDocument(source, 'json', file, problems)
  const found = content === undefined ? undefined : profilesIn(content, new Place(file, problems))
  const { profiles = [], policies: spots = [] } = found ?? {}
  const folder = path.dirname(file)
  const read = await Promise.all(
    spots.map(async (spot) => [spot, await policyAt(spot, folder, problems, onUnknownAction)] as const),
  )
  problems.refuse()
  const policyOf = new Map(read)
  return new Identities(
    profiles.map(({ policies, ...profile }) => ({
      ...profile,
      policies: policies.flatMap((spot) => policyOf.get(spot) ?? []),
    })),
  )
}

const whereFrom = 'Whoever is to be checked has an identity there: --iam-file (iamFile) tells another place.'

/** The policy that stands there, or in the file that is named there. */
async function policyAt(
  { part, place }: PolicySpot,
  folder: string,
  problems: Problems,
  onUnknownAction: (action: string) => void,
): Promise<Policy | undefined> {
  if (part.kind === 'mapping') {
    const json = asJson(part, place)
    return json === undefined
      ? undefined
      : policyIn(json, (problem) => place.complain(part, `not a policy: ${problem}`), onUnknownAction)
  }
  if (part.kind !== 'text') return place.complain(part, 'expected a policy, or the path of a file with one')
  const file = path.resolve(folder, part.text)
  const json = await readText(file, problems)
  return json === undefined
    ? undefined
    : policyIn(json, (problem) => problems.add(`${file}: not a policy: ${problem}`), onUnknownAction)
}

function policyIn(
  json: string,
  complain: (problem: string) => undefined,
  onUnknownAction: (action: string) => void,
): Policy | undefined {
  try {
    const policy = parsePolicy(json, 'identity')
    unknownActions(json).forEach(onUnknownAction)
    return policy
  } catch (error) {
    if (error instanceof PolicyFault) return complain(error.message)
    throw error
  }
}
