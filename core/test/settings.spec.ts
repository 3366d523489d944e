import { expect } from 'chai'
import { describe, it } from 'mocha'
import { asPrefix } from '#settings'

describe('asPrefix', () => {
  const prefixes: [string, string][] = [
    ['app', 'app/'],
    ['app1', 'app1/'],
    ['APP', 'APP/'],
    ['team/app', 'team/app/'],
    ['app/', 'app/'],
    ['app-', 'app-'],
    ['app_', 'app_'],
    ['app.', 'app.'],
    ['', ''],
  ]
  for (const [text, prefix] of prefixes) {
    it(`makes "${prefix}" of "${text}"`, () => {
      expect(asPrefix(text)).to.equal(prefix)
    })
  }
})
