import { existsSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'

const folder = '/usr/lib/python3/dist-packages/botocore/data/secretsmanager/2017-10-17'

/** The part of botocore's model that we compare with. */
export interface ServiceModel {
  readonly operations: Readonly<Record<string, { readonly input: { readonly shape: string } }>>
  readonly shapes: Readonly<Record<string, ModelShape>>
}

export interface ModelShape {
  readonly type: string
  readonly min?: number
  readonly max?: number
  readonly pattern?: string
  readonly enum?: readonly string[]
  readonly sensitive?: boolean
  readonly required?: readonly string[]
  readonly members?: Readonly<Record<string, { readonly shape: string }>>
  readonly member?: { readonly shape: string }
}

/** AWS's own model of the service as Debian's python3-botocore brings it; undefined if that is not installed. */
export function botocoreModel(): ServiceModel | undefined {
  const file = [`${folder}/service-2.json`, `${folder}/service-2.json.gz`].find((each) => existsSync(each))
  if (file === undefined) return undefined
  const bytes = readFileSync(file)
  const text = file.endsWith('.gz') ? gunzipSync(bytes) : bytes
  return JSON.parse(text.toString('utf8')) as ServiceModel
}
