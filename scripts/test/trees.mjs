import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after } from 'mocha'

/**
 * To be called in a `describe`: answers a function that makes a folder with these files, gone when the `describe` ends.
 * A file is text, or an object to be written as JSON; text that starts with #! can be executed.
 */
export function trees() {
  const made = []
  after(() => {
    for (const folder of made) rmSync(folder, { recursive: true })
  })
  return (files = {}) => {
    const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'strongroom-tree-')))
    made.push(folder)
    for (const [name, content] of Object.entries(files)) {
      const file = path.join(folder, name)
      const text = typeof content === 'string' ? content : JSON.stringify(content)
      mkdirSync(path.dirname(file), { recursive: true })
      writeFileSync(file, text)
      if (text.startsWith('#!')) chmodSync(file, 0o755)
    }
    return folder
  }
}
