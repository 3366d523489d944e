import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach } from 'mocha'

export interface Folder {
  /** Where a file of this folder is; without a name, the folder itself. */
  at(file?: string): string
  /** Writes files, path to text; what is no text is written as JSON. */
  write(files: Readonly<Record<string, unknown>>): Promise<void>
  /** Makes `file` lead to `target`, both in this folder. */
  link(file: string, target: string): Promise<void>
}

/** A folder of its own for each test of the suite that calls this, gone when the test is over. */
export function useFolder(): Folder {
  let folder = ''

  beforeEach(async () => {
    folder = await realpath(await mkdtemp(path.join(tmpdir(), 'strongroom-config-')))
  })
  afterEach(() => rm(folder, { recursive: true }))

  const at = (file = '.') => path.join(folder, file)
  const parent = (file: string) => mkdir(path.dirname(at(file)), { recursive: true })
  return {
    at,
    async write(files) {
      for (const [file, content] of Object.entries(files)) {
        await parent(file)
        await writeFile(at(file), typeof content === 'string' ? content : JSON.stringify(content))
      }
    },
    async link(file, target) {
      await parent(file)
      await symlink(at(target), at(file))
    },
  }
}

/** A package whose provider tells, in its capabilities, what it was made of. */
export function providerPackage(name: string): Readonly<Record<string, unknown>> {
  const folder = `node_modules/${name}`
  return {
    [`${folder}/package.json`]: {
      name,
      type: 'module',
      exports: { types: './no.d.ts', default: './index.js' },
    },
    [`${folder}/index.js`]: telling,
  }
}

const members =
  'get getMany describe list versions create put moveLabel delete restore tag untag watch health close'

/** The start of a module: `rest` has every member of a provider, none of which is asked for. */
export const withRest = `
const refuse = async () => { throw new Error('not asked for') }
const rest = Object.fromEntries('${members}'.split(' ').map((member) => [member, refuse]))
`

export const telling = `${withRest}
export const createProvider = (options) => ({ ...rest, id: options.id, capabilities: options })
`
