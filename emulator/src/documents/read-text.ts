import { readFile } from 'node:fs/promises'
import type { Problems } from '../problems.js'

/** A file's text, without a byte order mark; undefined after a complaint if it cannot be read or is not UTF-8. */
export async function readText(file: string, problems: Problems): Promise<string | undefined> {
  let bytes: Uint8Array
  try {
    bytes = await readFile(file)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? ` (${error.code})` : ''
    return problems.add(`${file}: cannot be read${code}`)
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return problems.add(`${file}: not UTF-8`)
  }
}
