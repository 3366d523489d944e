import { readFileSync } from 'node:fs'

/** The folder of the package that a file was installed with, and the file in it. */
export const packageFile = /^((?:[A-Z]:)?[\\/].*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+)([\\/].*)$/i

/**
 * A plugin of rolldown: of a package that is installed in the same version at several places, one copy goes into the
 * bundle. npm installs it so wherever another version of it stands in the way further up.
 */
export function oneCopy() {
  const firsts = new Map()

  function firstCopyOf(folder) {
    const { name, version } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'))
    const identity = `${name}@${version}`
    if (!firsts.has(identity)) firsts.set(identity, folder)
    return firsts.get(identity)
  }

  return {
    name: 'one-copy',
    resolveId: {
      // By a path, a package reaches its own files, and stays within the copy it is in.
      filter: { id: /^[^./#]/ },
      async handler(name, importer, options) {
        const found = await this.resolve(name, importer, { ...options, skipSelf: true })
        const [, folder, file] = packageFile.exec(found?.id) ?? []
        if (folder === undefined || found.external) return found
        return { ...found, id: firstCopyOf(folder) + file }
      },
    },
  }
}
