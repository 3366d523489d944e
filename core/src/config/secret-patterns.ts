/** What no configuration file has a use for, wherever it stands. */
const patterns = [
  /AGE-SECRET-KEY-/i,
  /-----BEGIN [A-Z0-9 ]*PRIVATE KEY/,
  // The id of an AWS access key: it is not secret alone, but stands next to what is.
  /(?<![A-Za-z0-9])(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Za-z0-9])/,
  // Tokens that tell by how they start.
  /(?<![A-Za-z0-9])(?:gh[pousr]_|github_pat_|xox[abprs]-|sk_live_|sk-ant-|glpat-)[A-Za-z0-9_-]{16,}/,
  /\bBearer\s+[\w.~+/-]{16,}/i,
  // A connection string with a password.
  /(?:^|[;?&\s])(?:password|passwd|pwd)\s*=\s*[^\s;&]+/i,
  // A URL with a password.
  /[a-z][a-z0-9+.-]*:\/\/[^\s:/?#@]*:(?!\d{1,5}(?:[/?#]|$))[^\s@]+@/i,
]

/** Whether a text has key material in it that can be told by its form. */
export function holdsSecret(text: string): boolean {
  return patterns.some((pattern) => pattern.test(text))
}

/** Words that are key material by themselves, and others also at the end of a longer word: `dbpassword`. */
const material =
  /^(?:key|pass|pwd|pin|auth|authorization|bearer|identity|identitie)s?\d*$|(?:password|passwd|passphrase|passcode|secret|token|credential|(?:api|access|secret|private|master)key)s?\d*$/i
/** What such a word comes to after one of these is no secret: a primary key, a public key. */
const harmless = /^(?:primary|partition|sort|foreign|public|cache)$/i
const pointer =
  /^(?:path|folder|directory|directorie|dir|id|name|env|prefix|prefixe|arn|codec|url|uri|endpoint|alias|vault|profile|type|algorithm|region)s?$|files?$/i

/**
 * Whether an option of this name would hold key material, and not merely point to it as `keyFile` and `kmsKeyId` do;
 * `within` says whether it is a part of one that does.
 */
export function namesSecret(option: string, within = false): boolean {
  const words = option.split(/(?<=[a-z0-9])(?=[A-Z])|[^A-Za-z0-9]+/)
  if (pointer.test(words.at(-1) ?? '')) return false
  return within || words.some((word, i) => material.test(word) && !harmless.test(words[i - 1] ?? ''))
}
