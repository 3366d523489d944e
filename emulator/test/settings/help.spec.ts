import { readFileSync } from 'node:fs'
import { expect } from 'chai'
import { describe, it } from 'mocha'
import { helpText, settingsTable } from '#settings/help'
import { flagOf, settingNames, variableOf } from '#settings/table'

describe('the help', () => {
  it('has a line for every flag', () => {
    const flags = helpText()
      .split('\n')
      .flatMap((line) => /^ {2}--([a-z-]+)/.exec(line)?.[1] ?? [])
    expect(flags).to.deep.equal([...settingNames.map(flagOf), 'config', 'version', 'help'])
  })

  it('has a row for every setting in the table for the README, with its variable and its key', () => {
    const table = settingsTable()
    for (const name of settingNames) {
      expect(table).to.match(
        new RegExp(`^\\| \`--${flagOf(name)}[^|]*\\| \`${variableOf(name)}\` \\| \`${name}\` \\|`, 'm'),
      )
    }
  })

  it('has the table that is in the README', () => {
    const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8')
    expect(readme).to.contain(`\n\n${settingsTable()}\n\n`)
  })

  it('derives the names of flags and variables from the setting', () => {
    expect(flagOf('keyFile')).to.equal('key-file')
    expect(variableOf('keyFile')).to.equal('STRONGROOM_KEY_FILE')
  })
})
