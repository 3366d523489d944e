import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

/** The licences of the packages in these folders, one after the other. Throws for a package that says nothing of one. */
export function licences(folders) {
  return folders
    .map(licence)
    .toSorted((one, other) => (one.title < other.title ? -1 : 1))
    .map(({ title, text }) => `${title}\n${'='.repeat(title.length)}\n\n${text}\n`)
    .join('\n')
}

function licence(folder) {
  const { name, version, license, author } = JSON.parse(
    readFileSync(path.join(folder, 'package.json'), 'utf8'),
  )
  const texts = readdirSync(folder)
    .filter((file) => /^(licen[cs]e|copying|copyright|notice)([.-]|$)/i.test(file))
    .sort()
    .map((file) => readFileSync(path.join(folder, file), 'utf8').trim())
  const title = `${name} ${version}`
  if (texts.length > 0) return { title, text: texts.join('\n\n') }
  if (typeof license !== 'string') throw new Error(`${title} does not say under which licence it is`)
  const by = author === undefined ? '' : `, by ${author.name ?? author}`
  return { title, text: `${license}${by}. The package comes without the text.` }
}
