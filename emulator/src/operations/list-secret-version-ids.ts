import type { VersionListing } from '@strongroom/vault'
import { maxResults, nextToken, secretId } from '../shapes/members.js'
import { boolean, required, structure } from '../shapes/shape.js'
import { operation } from './operation.js'
import { identity, present, seconds } from './rendering.js'

export const listSecretVersionIds = operation({
  name: 'ListSecretVersionIds',
  changes: false,
  input: structure({
    SecretId: required(secretId),
    MaxResults: maxResults,
    NextToken: nextToken,
    IncludeDeprecated: boolean(),
  }),
  async run({ vault, realm }, input) {
    const { secret, items, token } = await vault.versions(realm, input.SecretId, {
      includeUnlabelled: input.IncludeDeprecated,
      limit: input.MaxResults,
      token: input.NextToken,
    })
    const entry = ({ version, labels }: VersionListing) => ({
      VersionId: version.id,
      VersionStages: present(labels),
      LastAccessedDate: seconds(version.accessedOn),
      CreatedDate: seconds(version.createdAt),
      KmsKeyIds: version.kmsKeyIds,
    })
    return { Versions: items.map(entry), NextToken: token, ...identity(secret) }
  },
})
