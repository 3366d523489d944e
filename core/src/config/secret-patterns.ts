/** What no configuration file has a use for, wherever it stands. */
const patterns = [
  /AGE-SECRET-KEY-/i,
  /-----BEGIN [A-Z0-9 ]*PRIVATE KEY/,
  // The id of an AWS access key: it is not secret alone, but stands next to what is.
  /(?<![A-Za-z0-9])(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Za-z0-9])/,
  // A URL with a password.
  /[a-z][a-z0-9+.-]*:\/\/[^\s:/?#@]*:[^\s/?#@]+@/i,
]

/** Whether a text has key material in it that can be told by its form. */
export function holdsSecret(text: string): boolean {
  return patterns.some((pattern) => pattern.test(text))
}

const material = /(?:key|secret|password|passphrase|passwd|pwd|token|credential|identity|identitie)s?\d*$/i
const pointer = /(?:file|path|folder|director(?:y|ie)|dir|id|name|env|prefix|arn|codec)s?$/i

/** Whether an option of this name would hold key material, and not merely point to it as `keyFile` and `kmsKeyId` do. */
export function namesSecret(option: string): boolean {
  if (pointer.test(option)) return false
  const words = option.split(/(?<=[a-z0-9])(?=[A-Z])|[^A-Za-z0-9]+/)
  return words.some((word) => material.test(word))
}
