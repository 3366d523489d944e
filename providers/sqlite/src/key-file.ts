import { randomBytes, randomUUID } from 'node:crypto'
import { link, open, rm } from 'node:fs/promises'
import path from 'node:path'
import { SecretsError, sanitised } from '@strongroom/core/parts'
import { type UserKey, userKey } from '@strongroom/vault'
import { makePrivateFolder } from './private-folder.js'

export interface KeyFileOptions {
  /** Makes the file, with a new random key, if there is none: false. */
  readonly create?: boolean | undefined
}

const head = 'strongroom-key-1:'
const keyBytes = 32
const oneLine = /^strongroom-key-1:([A-Za-z0-9_-]{43})\r?\n?$/

/**
 * The user's key out of a file that its owner alone may read: one line of text. Those who make it at the same time end
 * up with the same key.
 *
 * Rejects with CONFIG if the file is not there and must not be made, cannot be read, is open to others, or does not
 * hold a key.
 */
export async function keyFile(file: string, { create = false }: KeyFileOptions = {}): Promise<UserKey> {
  const there = await readKeyFile(file)
  if (there !== undefined) return there
  if (!create) throw new SecretsError('CONFIG', `there is no key file ${file}`)
  await make(file)
  return keyFile(file)
}

/** The key in a file; undefined if there is no such file. */
export async function readKeyFile(file: string): Promise<UserKey | undefined> {
  const text = await textOf(file)
  if (text === undefined) return undefined
  const [, encoded] = oneLine.exec(text) ?? []
  const bytes = encoded === undefined ? undefined : Buffer.from(encoded, 'base64url')
  if (bytes?.length !== keyBytes) {
    throw new SecretsError('CONFIG', `${file} does not hold a key`, {
      hint: `A key file is one line, "${head}" and ${keyBytes} bytes in base64url. Restore it from a copy.`,
    })
  }
  return userKey(bytes)
}

async function textOf(file: string): Promise<string | undefined> {
  try {
    await using opened = await open(file, 'r')
    const { mode } = await opened.stat()
    if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
      throw new SecretsError('CONFIG', `the key file ${file} can be read or written by others`, {
        hint: `chmod 600 ${file}`,
      })
    }
    return await opened.readFile('latin1')
  } catch (error) {
    if (SecretsError.is(error)) throw error
    if (codeOf(error) === 'ENOENT') return undefined
    throw new SecretsError('CONFIG', `the key file ${file} cannot be read`, { cause: sanitised(error) })
  }
}

/** Writes the whole file under another name first: who finds it under its own name finds a key in it. */
async function make(file: string): Promise<void> {
  const part = `${file}.${randomUUID()}.part`
  try {
    makePrivateFolder(path.dirname(file))
    {
      await using opened = await open(part, 'wx', 0o600)
      await opened.writeFile(`${head}${randomBytes(keyBytes).toString('base64url')}\n`)
      await opened.sync()
    }
    // Unlike a rename, this fails where another process was first.
    await link(part, file)
    await syncFolder(path.dirname(file))
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return
    throw new SecretsError('CONFIG', `the key file ${file} cannot be made`, { cause: sanitised(error) })
  } finally {
    await rm(part, { force: true })
  }
}

/** A new name in a folder is durable once the folder is. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  await using opened = await open(folder, 'r')
  await opened.sync()
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}
