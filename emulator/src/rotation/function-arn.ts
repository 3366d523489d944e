export interface FunctionParts {
  readonly region: string
  readonly account: string
  readonly name: string
  /** A version or an alias. */
  readonly qualifier?: string | undefined
}

/** What the ARN of a Lambda function says. A text that is none is taken for a name. */
export function partsOf(functionArn: string): FunctionParts {
  const found = /^arn:[^:]+:lambda:([^:]*):([^:]*):function:([^:]+)(?::(.+))?$/.exec(functionArn)
  const [, region = '', account = '', name = functionArn, qualifier] = found ?? []
  return { region, account, name, qualifier }
}
