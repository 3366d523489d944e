import type { Target } from '../target.js'

/** Which labels are on which versions, as DescribeSecret has it, in the order of the alphabet. */
export async function stagesOf(
  { api }: Target,
  SecretId: string,
): Promise<Readonly<Record<string, readonly string[]>>> {
  const { VersionIdsToStages = {} } = await api.describeSecret({ SecretId })
  return Object.fromEntries(
    Object.entries(VersionIdsToStages).map(([id, labels]) => [id, [...labels].sort()]),
  )
}

/** The same of one version, as GetSecretValue has it. */
export async function labelsAt(
  { api }: Target,
  SecretId: string,
  VersionId: string,
): Promise<readonly string[]> {
  const { VersionStages = [] } = await api.getSecretValue({ SecretId, VersionId })
  return [...VersionStages].sort()
}

/** Version ids for one secret. */
export const [one, two, three, four] = ['1', '2', '3', '4'].map(
  (digit) => `00000000-0000-4000-8000-00000000000${digit}`,
) as [string, string, string, string]

/** Makes a secret whose versions are these, each with its labels; the last one with AWSCURRENT must come first. */
export async function makeStaged(
  { api, make }: Target,
  versions: readonly (readonly [id: string, labels?: readonly string[]])[],
): Promise<string> {
  const { Name } = await make({})
  for (const [id, labels] of versions) {
    await api.putSecretValue({
      SecretId: Name,
      ClientRequestToken: id,
      SecretString: `value of ${id}`,
      ...(labels === undefined ? {} : { VersionStages: [...labels] }),
    })
  }
  return Name
}
