import { expect } from 'chai'
import { describe, it } from 'mocha'
import { doorOf } from '#transport/door'

const hosts = {
  loopback: ['127.0.0.1', 'localhost', '::1'],
  wide: ['0.0.0.0', '::', '192.168.0.7', 'strongroom'],
}

const isIn = (host: string, headers: { readonly host?: string; readonly origin?: string }) =>
  doorOf(host)({ headers }) === undefined

describe('the door', () => {
  for (const host of hosts.loopback) {
    describe(`of ${host}`, () => {
      for (const named of [
        ...['localhost', 'localhost:4566', 'LOCALHOST:1', '127.0.0.1', '127.0.0.1:4566', '127.0.0.2:80'],
        ...['[::1]', '[::1]:4566'],
      ]) {
        it(`lets a request to ${named} in, also of a page there`, () => {
          expect(isIn(host, { host: named })).to.equal(true)
          expect(isIn(host, { host: named, origin: `http://${named}` })).to.equal(true)
        })
      }

      for (const named of [
        ...[undefined, '', 'evil.example', 'evil.example:4566', 'localhost.evil.example', '127.0.0.1.nip.io'],
        ...['192.168.0.7:4566', 'user@localhost', 'localhost:4566:1', '[::2]:4566', '::1', 'strongroom'],
      ]) {
        it(`turns a request to ${named} away`, () => {
          expect(isIn(host, named === undefined ? {} : { host: named })).to.equal(false)
        })
      }

      for (const origin of [
        ...['http://evil.example', 'https://localhost:4566', 'http://localhost', 'http://localhost:3000'],
        ...['null', '', 'http://localhost:4566/'],
      ]) {
        it(`turns a page of ${origin} away`, () => {
          expect(isIn(host, { host: 'localhost:4566', origin })).to.equal(false)
        })
      }
    })
  }

  for (const host of hosts.wide) {
    describe(`of ${host}`, () => {
      for (const named of ['strongroom:4566', 'secrets.internal', '192.168.0.7:4566', 'localhost:4566']) {
        it(`lets a request to ${named} in`, () => {
          expect(isIn(host, { host: named })).to.equal(true)
        })

        it(`turns a page of elsewhere away that asks ${named}`, () => {
          expect(isIn(host, { host: named, origin: 'http://evil.example' })).to.equal(false)
        })
      }

      it('lets its own pages in by an address, and not by a name that anybody may have given it', () => {
        expect(isIn(host, { host: '192.168.0.7:4566', origin: 'http://192.168.0.7:4566' })).to.equal(true)
        expect(isIn(host, { host: 'evil.example', origin: 'http://evil.example' })).to.equal(false)
      })
    })
  }

  it('lets pages in by the name that it was bound to', () => {
    expect(isIn('strongroom', { host: 'Strongroom:1', origin: 'http://Strongroom:1' })).to.equal(true)
  })
})
