import 'reflect-metadata'
import {
  type AuditRecord,
  createSecrets,
  loadConfig,
  manualClock,
  memoryProvider,
  openSecrets,
} from '@strongroom/core'
import { SECRETS, secretsModule } from '@strongroom/core/inversify'
import { expect } from 'chai'
import { Container } from 'inversify'
import { describe, it } from 'mocha'
import { useFolder } from './folder.js'

const config = `
prefix: app
cache: { ttlSeconds: 60, maxStaleSeconds: 10 }
providers:
  - { kind: memory, id: first, values: { env: FIRST } }
  - { kind: memory, id: second, values: { file: second.json } }
routes: { pay/: second }
next: [NOT_FOUND, UNAVAILABLE]
writeTo: second
`
const env = { FIRST: '{"app/db":{"password":"one"}}' }

describe('openSecrets', () => {
  const folder = useFolder()
  const write = () =>
    folder.write({
      'strongroom.config.yaml': config,
      'second.json': '{"app/pay/key":"two","app/db":"hidden"}',
    })

  it('reads through what the configuration says', async () => {
    await write()
    await using secrets = await openSecrets({ cwd: folder.at(), env })
    expect((await secrets.get('db#password')).text()).to.equal('one')
    expect((await secrets.get('pay/key')).provider).to.equal('second')
    const { decisions } = await secrets.explain('db')
    expect(decisions).to.deep.include({ setting: 'prefix', value: 'app/', from: 'strongroom.config.yaml' })
  })

  it('makes the graph that the builder and the container make', async () => {
    await write()
    const opened = await openSecrets({ cwd: folder.at(), env })
    const built = createSecrets({
      providers: [memoryProvider({}, { id: 'first' }), memoryProvider({}, { id: 'second' })],
      prefix: 'app',
      cache: { ttlSeconds: 60, maxStaleSeconds: 10 },
      routes: { 'pay/': 'second' },
      next: ['NOT_FOUND', 'UNAVAILABLE'],
      writeTo: 'second',
    })
    const container = new Container()
    container.load(secretsModule(await loadConfig({ cwd: folder.at(), env })))
    expect(opened.describe()).to.deep.equal(built.describe())
    expect(container.get(SECRETS).describe()).to.deep.equal(built.describe())
  })

  it('takes what a program alone can say: audit, who, clock', async () => {
    await write()
    const records: AuditRecord[] = []
    const audit = (record: AuditRecord) => void records.push(record)
    await using secrets = await openSecrets({
      cwd: folder.at(),
      env,
      audit,
      who: 'svc',
      clock: manualClock(),
    })
    await secrets.get('db')
    expect(records[0]).to.include({ who: 'svc', name: 'app/db', time: '1970-01-01T00:00:00.000Z' })
  })
})
