import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

const unwanted = [
  [/(^|\/)(test|coverage|node_modules)\//, 'not for users'],
  [/\.(spec|test)\.[^/]+$/, 'a test'],
  [/\.tsbuildinfo$/, "the compiler's own notes"],
]

/** What is wrong with the files of a package, unpacked in `folder`; no file of it may name `machinePath`. */
export function tarballProblems(folder, machinePath) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .sort()
  const text = (file) => readFileSync(path.join(folder, file), 'utf8')
  const promised = JSON.parse(text('package.json')).files ?? []

  return [
    ...promised
      .filter((name) => !name.startsWith('!') && !existsSync(path.join(folder, name)))
      .map((name) => `${name} is missing, which package.json has among its files`),
    ...['LICENSE', 'README.md'].filter((file) => !files.includes(file)).map((file) => `${file} is missing`),
    ...files.flatMap((file) =>
      unwanted.filter(([pattern]) => pattern.test(file)).map(([, why]) => `${file} is packed: ${why}`),
    ),
    ...files
      .filter((file) => text(file).includes(machinePath))
      .map((file) => `${file} names a path of this machine`),
    ...files.filter((file) => file.endsWith('.map')).flatMap((file) => mapProblems(folder, file)),
  ]
}

function mapProblems(folder, file) {
  const { sourceRoot = '', sources } = JSON.parse(readFileSync(path.join(folder, file), 'utf8'))
  return sources
    .map((source) => sourceRoot + source)
    .flatMap((source) => {
      if (path.isAbsolute(source) || source.includes('://'))
        return [`${file} names an absolute source: ${source}`]
      const target = path.join(folder, path.dirname(file), source)
      if (!target.startsWith(folder + path.sep)) return [`${file} points outside the package: ${source}`]
      return existsSync(target) ? [] : [`${file} points at ${source}, which is not in the package`]
    })
}
