import { readdirSync, readFileSync } from 'node:fs'
import * as sdk from '@aws-sdk/client-secrets-manager'
import { expect } from 'chai'
import { before, describe, it } from 'mocha'
import { skip } from 'strongroom-scripts/skip'
import { operationNamed, operations } from '#operations/index'
import { botocoreModel, type ServiceModel } from './botocore.js'
import { type FlatShape, flatModel, flatShape } from './flat-shapes.js'

const near = (path: string) => new URL(`../../${path}`, import.meta.url)
const names = operations.map(({ name }) => name)

describe('the list of operations', () => {
  it('has what is on disk', () => {
    const others = ['context', 'index', 'operation', 'rendering']
    const files = readdirSync(near('src/operations')).map((file) => file.replace(/\.ts$/, ''))
    const pascal = files.filter((file) => !others.includes(file)).map(pascalCase)
    expect(pascal.sort()).to.deep.equal([...names].sort())
  })

  it('has what the SDK has', () => {
    const commands = Object.keys(sdk).flatMap((name) => /^([A-Z]\w*)Command$/.exec(name)?.slice(1) ?? [])
    expect(commands.sort()).to.deep.equal([...names].sort())
  })

  it('has what the README says, in its order', () => {
    const readme = readFileSync(near('README.md'), 'utf8')
    const table = readme.split('## Operations')[1]?.split('\n## ')[0] ?? ''
    const rows = [...table.matchAll(/^\| ([A-Z][A-Za-z]+) \|/gm)].map(([, name]) => name)
    expect(rows).to.deep.equal(names)
  })
})

describe('the inputs beside those of the SDK', () => {
  for (const { name, input } of operations) {
    it(`${name} has the same members, and the same ones must be there`, () => {
      const { members, required } = sdkRequest(name)
      const ours = Object.entries(input.members)
      expect(ours.map(([member]) => member)).to.have.members(members)
      const mandatory = ours.flatMap(([member, { kind }]) => (kind === 'required' ? [member] : []))
      expect(mandatory).to.have.members(required)
    })
  }
})

describe('the values of the enumerations', () => {
  const enumerations = [
    ['ListSecrets', 'SortOrder', sdk.SortOrderType],
    ['ListSecrets', 'SortBy', sdk.SortByType],
    ['ListSecrets', 'Filters[].Key', sdk.FilterNameStringType],
    ['BatchGetSecretValue', 'Filters[].Key', sdk.FilterNameStringType],
  ] as const

  for (const [name, place, values] of enumerations) {
    it(`are those of the SDK for ${place} of ${name}`, () => {
      expect(valuesOf(name, place)).to.deep.equal(Object.values(values).sort())
    })
  }
})

interface Differences {
  readonly why: string
  readonly places: readonly string[]
}

const bytes = 'sensitive blob 1–65536, there sensitive blob 0–65536'
const value = 'sensitive text 1–65536, there sensitive text 0–65536'

/**
 * Where we differ from the model that Debian 12 has, and why. A newer model agrees with us in more places, so that only
 * beside that one, which has no BatchGetSecretValue, all of them are to be found.
 */
const differences: readonly Differences[] = [
  {
    why: 'the model is older than the operation',
    places: ['BatchGetSecretValue is not there'],
  },
  {
    why: 'the model is older than the member',
    places: [
      'CreateSecret.Type: text 0–256, there nothing',
      'ListSecrets.IncludePlannedDeletion: boolean, there nothing',
      'ListSecrets.SortBy: text 0– created-date|last-accessed-date|last-changed-date|name, there nothing',
      'PutSecretValue.RotationToken: sensitive text 36–256 ^[a-zA-Z0-9\\-]+$, there nothing',
      'RotateSecret.ExternalSecretRotationMetadata: list 0–, there nothing',
      'RotateSecret.ExternalSecretRotationMetadata[]: structure, there nothing',
      'RotateSecret.ExternalSecretRotationMetadata[].Key: text 1–256, there nothing',
      'RotateSecret.ExternalSecretRotationMetadata[].Value: text 1–2048, there nothing',
      'RotateSecret.ExternalSecretRotationRoleArn: text 20–2048, there nothing',
      'UpdateSecret.Type: text 0–256, there nothing',
    ],
  },
  {
    why: 'an empty value was allowed once; newer models have at least 1',
    places: [
      `CreateSecret.SecretBinary: ${bytes}`,
      `CreateSecret.SecretString: ${value}`,
      `PutSecretValue.SecretBinary: ${bytes}`,
      `PutSecretValue.SecretString: ${value}`,
      `UpdateSecret.SecretBinary: ${bytes}`,
      `UpdateSecret.SecretString: ${value}`,
    ],
  },
  {
    why: 'owning-service came later as a key, and the exclamation mark within a value too',
    places: [
      'ListSecrets.Filters[].Key: text 0– all|description|name|owning-service|primary-region|tag-key|tag-value, there text 0– all|description|name|primary-region|tag-key|tag-value',
      'ListSecrets.Filters[].Values[]: text 0–512 ^\\!?[a-zA-Z0-9 :_@\\/\\+\\=\\.\\-\\!]*$, there text 0–512 ^\\!?[a-zA-Z0-9 :_@\\/\\+\\=\\.\\-]*$',
    ],
  },
  {
    why: 'the pattern was looser once; newer models want digits, then h',
    places: ['RotateSecret.RotationRules.Duration: text 2–3 [0-9]+h, there text 2–3 [0-9h]+'],
  },
]

const listed = differences.flatMap(({ places }) => places)

describe('the list of differences from botocore', () => {
  it('says of our inputs what they say themselves', () => {
    const stale = listed.filter((difference) => {
      const [, name = '', place = '', here = ''] = /^(\w+)\.(.+?): (.*), there .*$/.exec(difference) ?? []
      return name !== '' && (flatShape(inputOf(name)).get(place) ?? 'nothing') !== here
    })
    expect(stale).to.deep.equal([])
  })
})

describe('the inputs beside the model of botocore', () => {
  let model: ServiceModel
  before(function () {
    model = botocoreModel() ?? skip(this, 'python3-botocore is not installed')
  })

  const found = () =>
    names.flatMap((name) => {
      const request = model.operations[name]?.input.shape
      return request === undefined
        ? [`${name} is not there`]
        : differing(name, flatShape(inputOf(name)), flatModel(model, request))
    })

  it('say what the model says, but for the differences that are listed with their reasons', () => {
    expect(found().filter((difference) => !listed.includes(difference))).to.deep.equal([])
  })

  it('differ in all that is listed, unless the model is newer than the list', () => {
    const isNewer = model.operations.BatchGetSecretValue !== undefined
    const there = found()
    const gone = listed.filter((difference) => !there.includes(difference))
    expect(isNewer ? [] : gone).to.deep.equal([])
  })
})

function inputOf(name: string) {
  const operation = operationNamed(name)
  if (operation === undefined) throw new Error(`there is no ${name}`)
  return operation.input
}

function differing(name: string, ours: FlatShape, theirs: FlatShape): readonly string[] {
  const places = new Set([...ours.keys(), ...theirs.keys()])
  return [...places].flatMap((place) => {
    const [here, there] = [ours.get(place) ?? 'nothing', theirs.get(place) ?? 'nothing']
    return here === there ? [] : [`${name}.${place}: ${here}, there ${there}`]
  })
}

function pascalCase(file: string): string {
  return file.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase())
}

/** The values that a member can have in some shape of ours, in the order of the alphabet. */
function valuesOf(name: string, place: string): readonly string[] {
  const line = flatShape(inputOf(name)).get(place) ?? ''
  return line.slice(line.lastIndexOf(' ') + 1).split('|')
}

/** The members of a request as the SDK's schema lists them, those that must be there first. */
function sdkRequest(name: string): {
  readonly members: readonly string[]
  readonly required: readonly string[]
} {
  const schema: unknown = Reflect.get(sdk, `${name}Request$`)
  if (!Array.isArray(schema) || !Array.isArray(schema[4])) throw new Error(`the SDK has no schema of ${name}`)
  const members = schema[4].map(String)
  return { members, required: members.slice(0, Number(schema[6] ?? 0)) }
}
