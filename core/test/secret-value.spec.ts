import { SecretsError, SecretValue } from '@strongroom/core'
import { expect } from 'chai'
import fc from 'fast-check'
import { describe, it } from 'mocha'
import { expectNoTrace, newCanary } from 'strongroom-scripts/canary'
import { thrownBy } from './refusal.js'

const facts = {
  name: 'db',
  versionId: 'v1',
  labels: ['AWSCURRENT'],
  createdAt: new Date(5),
  provider: 'memory',
}
const sealed = (content: string | Uint8Array) => new SecretValue(content, facts)

describe('SecretValue', () => {
  it('says what it is without being opened', () => {
    expect(sealed('x')).to.deep.include({ ...facts, binary: false })
    expect(sealed('x').provenance).to.deep.equal({
      provider: 'memory',
      tried: [{ provider: 'memory', outcome: 'FOUND' }],
    })
    expect(sealed(Uint8Array.of(1)).binary).to.equal(true)
    expect(SecretValue.is(sealed('x'))).to.equal(true)
    for (const other of [undefined, null, 'x', {}]) expect(SecretValue.is(other)).to.equal(false)
  })

  describe('text and bytes', () => {
    const texts = [
      '  x\t',
      'a\nb\r\n',
      '\0',
      '\uFEFFx',
      `"'`,
      '$x `y`',
      '😀',
      'e\u0301',
      'é',
      '__proto__',
      '',
    ]
    for (const text of texts) {
      it(`come back as they are: ${JSON.stringify(text)}`, () => {
        expect(sealed(text).text()).to.equal(text)
        expect(Buffer.from(sealed(text).bytes()).toString()).to.equal(text)
        expect(sealed(Buffer.from(text)).text()).to.equal(text)
      })
    }

    it('come back as they are, whatever they are', () => {
      const bytesComeBack = fc.property(fc.uint8Array(), (bytes) => {
        expect(sealed(bytes).bytes()).to.deep.equal(Uint8Array.from(bytes))
      })
      const textComesBack = fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(sealed(text).text()).to.equal(text)
      })
      fc.assert(bytesComeBack)
      fc.assert(textComesBack)
    })

    it('are copies, on the way in and on the way out', () => {
      const bytes = Uint8Array.of(1, 2)
      const value = sealed(bytes)
      bytes.fill(9)
      value.bytes().fill(9)
      expect(value.bytes()).to.deep.equal(Uint8Array.of(1, 2))
    })

    it('are told apart where bytes are no text', () => {
      const error = thrownBy(() => sealed(Uint8Array.of(0xff, 0xfe)).text())
      expect(error).to.include({ code: 'INVALID_ENCODING', secretName: 'db', provider: 'memory' })
      expect(error.hint).to.contain('bytes()')
    })

    it('are all that it holds', () => {
      for (const content of [undefined, null, 8080, {}, [1], new Uint16Array(2), new ArrayBuffer(2)]) {
        expect(thrownBy(() => sealed(content as never))).to.include({
          code: 'INVALID_VALUE',
          secretName: 'db',
        })
      }
    })

    it('cannot hold half a character', () => {
      const error = thrownBy(() => sealed('half \uD800'))
      expect(error).to.include({ code: 'INVALID_VALUE', secretName: 'db' })
      expect(error.message).to.not.contain('half \uD800')
    })
  })

  describe('key', () => {
    const json = sealed(
      '{"user":"a","n":1.10,"big":123456789012345678901234567890,"deep":{"list":[{"x":"y"}],"a/b~c":"z"},"":"e"}',
    )
    const odd = sealed('{"__proto__":"p","constructor":"c","/slash":"s"}')
    for (const [value, path, text] of [
      [json, 'user', 'a'],
      [json, 'n', '1.10'],
      [json, 'big', '123456789012345678901234567890'],
      [json, 'deep', '{"list":[{"x":"y"}],"a/b~c":"z"}'],
      [json, '/deep/list/0/x', 'y'],
      [json, '/deep/a~1b~0c', 'z'],
      [json, '/', 'e'],
      [odd, '__proto__', 'p'],
      [odd, 'constructor', 'c'],
      [odd, '/~1slash', 's'],
    ] as const) {
      it(`gives the part at ${path}`, () => {
        const part = value.key(path)
        expect(part.text()).to.equal(text)
        expect(part).to.deep.include(facts)
      })
    }

    for (const path of [
      'none',
      'toString',
      'hasOwnProperty',
      'length',
      '/deep/list/1',
      '/deep/list/00',
      '/deep/list/-',
      '/user/0',
      '/n/x',
      'deep.list',
    ]) {
      it(`has nothing at ${path}`, () => {
        expect(thrownBy(() => json.key(path))).to.include({ code: 'KEY_NOT_FOUND', secretName: 'db' })
      })
    }

    it('gives null, false and 0 as what is written', () => {
      const value = sealed('{"a":null,"b":false,"c":0,"d":""}')
      expect(['a', 'b', 'c', 'd'].map((key) => value.key(key).text())).to.deep.equal([
        'null',
        'false',
        '0',
        '',
      ])
    })
  })

  describe('what is no JSON', () => {
    for (const make of [
      (canary: string) => canary,
      (canary: string) => `{"password": ${canary}}`,
      (canary: string) => `{"password":"${canary}"`,
      (canary: string) => `{"a":1}${canary}`,
      (canary: string) => `\uFEFF{"a":"${canary}"}`,
    ]) {
      it(`is NOT_JSON and not quoted: ${make('…')}`, () => {
        const canary = newCanary()
        for (const error of [
          thrownBy(() => sealed(make(canary)).json()),
          thrownBy(() => sealed(make(canary)).key('a')),
        ]) {
          expect(error.code).to.equal('NOT_JSON')
          expectNoTrace(canary, error)
        }
      })
    }

    it('is not quoted where only the key is missing', () => {
      const canary = newCanary()
      expectNoTrace(
        canary,
        thrownBy(() => sealed(`{"a":"${canary}"}`).key('b')),
      )
    })
  })

  describe('use', () => {
    it('lends the bytes and wipes them, whatever becomes of it', async () => {
      const lent: Uint8Array[] = []
      const value = sealed('abc')
      expect(value.use((bytes) => lent.push(bytes) + bytes.length)).to.equal(4)
      expect(
        thrownBy(() =>
          value.use((bytes) => {
            lent.push(bytes)
            throw new SecretsError('INTERNAL', 'x')
          }),
        ),
      ).to.have.property('code', 'INTERNAL')
      const during = value.use(async (bytes) => {
        lent.push(bytes)
        await Promise.resolve()
        return bytes[0]
      })
      expect(await during).to.equal(97)
      const failing = value.use(async (bytes) => {
        lent.push(bytes)
        throw new Error('x')
      })
      await failing.catch(() => {})
      expect(lent).to.have.lengthOf(4)
      for (const bytes of lent) expect(bytes).to.deep.equal(new Uint8Array(3))
      expect(value.text()).to.equal('abc')
    })
  })

  it('equals what has the same bytes', () => {
    const value = sealed('abc')
    for (const same of ['abc', Buffer.from('abc'), sealed('abc'), sealed(Buffer.from('abc'))]) {
      expect(value.equals(same)).to.equal(true)
    }
    expect(() => value.equals(4242 as never)).to.throw(TypeError, 'equals: a value is compared with')
    expect(sealed('\uFFFD').equals('\uD83D')).to.equal(false)
    for (const other of ['', 'ab', 'abd', 'abcd', Buffer.from('ABC'), sealed('x')])
      expect(value.equals(other)).to.equal(false)
  })

  it('cannot be changed, nor through what it was made of', () => {
    const labels = ['AWSCURRENT']
    const value = new SecretValue('x', { ...facts, labels })
    labels.push('mine')
    expect(value.labels).to.deep.equal(['AWSCURRENT'])
    for (const part of [value, value.labels, value.provenance, value.provenance.tried]) {
      expect(Object.isFrozen(part)).to.equal(true)
    }
  })

  it('is the same under other facts', () => {
    const other = sealed('abc').with({ name: 'short', provenance: { provider: 'x', tried: [], stale: true } })
    expect(other.text()).to.equal('abc')
    expect(other).to.include({ name: 'short', versionId: 'v1' })
    expect(other.provenance.stale).to.equal(true)
  })
})
