import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { SecretsError, sanitised } from '../errors.js'
import { jsonFault, type Spot } from './json-fault.js'
import { showsWhy } from './shows-why.js'

const formats: Readonly<Record<string, (file: string) => Promise<unknown>>> = {
  '.json': async (file) => parseJson(await textOf(file), file),
  '.yaml': async (file) => parseYaml(await textOf(file), file),
  '.yml': async (file) => parseYaml(await textOf(file), file),
  '.mjs': importDefault,
}

/** What a configuration file holds, unchecked. CONFIG if it cannot be read or is not in its format, never quoting it. */
export async function readConfigFile(file: string): Promise<unknown> {
  const read = formats[path.extname(file)]
  if (read === undefined) {
    throw refusal(file, `the ending must be one of ${Object.keys(formats).join(', ')}`)
  }
  return read(file)
}

async function textOf(file: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).replace(/^\uFEFF/, '')
  } catch (error) {
    throw refusal(file, 'cannot be read', sanitised(error))
  }
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // The parser's error is left behind here and below: it quotes the file.
    throw refusal(file, 'not JSON', undefined, jsonFault(text))
  }
}

/** An empty file sets nothing. */
async function parseYaml(text: string, file: string): Promise<unknown> {
  const { LineCounter, parseDocument } = await import('yaml')
  const lineCounter = new LineCounter()
  const document = parseDocument(text, { lineCounter, prettyErrors: false })
  // What is only a warning (a tag that nobody knows) would give another value than the author meant.
  const [fault] = [...document.errors, ...document.warnings]
  if (fault !== undefined) {
    const { line, col: column } = lineCounter.linePos(fault.pos[0])
    throw refusal(file, `not YAML (${fault.code})`, undefined, { line, column })
  }
  try {
    return document.toJS() ?? {}
  } catch (error) {
    throw refusal(file, 'not YAML that can be resolved', sanitised(error))
  }
}

async function importDefault(file: string): Promise<unknown> {
  // A file that is not there is told apart from one that fails.
  await textOf(file)
  let config: unknown
  try {
    const { default: exported }: { readonly default?: unknown } = await import(pathToFileURL(file).href)
    config = typeof exported === 'function' ? await exported() : exported
  } catch (error) {
    const cause = SecretsError.is(error) ? error : sanitised(error)
    throw refusal(file, `failed with ${cause.name} while it was loaded`, cause, undefined, showsWhy(file))
  }
  if (config === undefined)
    throw refusal(file, 'expected a default export: an object, or a function that gives one')
  return config
}

function refusal(file: string, problem: string, cause?: Error, spot?: Spot, hint?: string): SecretsError {
  const where = spot === undefined ? '' : `:${spot.line}:${spot.column}`
  return new SecretsError('CONFIG', `the configuration file ${file}${where}: ${problem}`, { cause, hint })
}
