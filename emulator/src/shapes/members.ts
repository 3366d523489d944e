import { limits } from '@strongroom/vault'
import { blob, integer, list, structure, text } from './shape.js'

/** A name, a full ARN, or one without its suffix. */
export const secretId = text(limits.secretId)

/** Absent it is not a violation: the service has an answer of its own for that, see `Operation.token`. */
export const clientRequestToken = text(limits.clientRequestToken)

export const versionId = text(limits.versionId)
export const versionStage = text(limits.versionStage)
export const description = text(limits.description)
export const kmsKeyId = text(limits.kmsKeyId)
export const secretString = text({ ...limits.secretString, sensitive: true })
export const secretBinary = blob(limits.secretBinary)
export const resourcePolicy = text(limits.resourcePolicy)

/** Of managed external secrets. */
export const secretType = text(limits.type)

const tagKey = text(limits.tagKey)

/** How many tags a secret may have is the service's business, and so is a tag without a key. */
export const tags = list(structure({ Key: tagKey, Value: text(limits.tagValue) }))
export const tagKeys = list(tagKey)

export const region = text({ ...limits.region, pattern: '^([a-z]+-)+\\d+$' })
export const addReplicaRegions = list(
  structure({ Region: region, KmsKeyId: kmsKeyId }),
  limits.replicaRegions,
)

// The order in which AWS names the first five was seen; where the two younger ones stand is a guess.
const filterKey = text({
  oneOf: ['all', 'name', 'tag-key', 'description', 'tag-value', 'primary-region', 'owning-service'],
})
const filterValue = text({ ...limits.filterValue, pattern: '^\\!?[a-zA-Z0-9 :_@\\/\\+\\=\\.\\-\\!]*$' })

/** A filter without a key or without values is the service's business. */
export const filters = list(
  structure({ Key: filterKey, Values: list(filterValue, limits.filterValues) }),
  limits.filters,
)

export const nextToken = text(limits.nextToken)
export const maxResults = integer(limits.maxResults)
