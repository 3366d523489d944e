import { expect } from 'chai'
import { describe, it } from 'mocha'
import { endpointOf } from '#endpoint'

describe('endpointOf', () => {
  for (const [host, endpoint] of [
    ['127.0.0.1', 'http://127.0.0.1:80'],
    ['0.0.0.0', 'http://127.0.0.1:80'],
    ['::', 'http://127.0.0.1:80'],
    ['0:0:0:0:0:0:0:0', 'http://127.0.0.1:80'],
    ['::1', 'http://[::1]:80'],
    ['localhost', 'http://localhost:80'],
    ['192.168.1.2', 'http://192.168.1.2:80'],
  ] as const) {
    it(`leads from ${host} to ${endpoint}`, () => expect(endpointOf(host, 80)).to.equal(endpoint))
  }
})
