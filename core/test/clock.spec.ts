import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { manualClock, systemClock } from '@strongroom/core'
import { expect } from 'chai'
import { describe, it } from 'mocha'
import { settle } from './fake-provider.js'

describe('systemClock', () => {
  it('tells the time', () => {
    const before = Date.now()
    expect(systemClock.now()).to.be.within(before, Date.now())
  })

  it('wakes when the time has passed, or the signal aborts, or has aborted', async () => {
    await systemClock.sleep(1)
    const controller = new AbortController()
    const asleep = systemClock.sleep(1_000_000, controller.signal)
    controller.abort()
    await asleep
    await systemClock.sleep(1_000_000, controller.signal)
  })

  it('does not wake at once for a time longer than a timer can be set for', async () => {
    let awake = false
    const controller = new AbortController()
    const asleep = systemClock.sleep(2 ** 40, controller.signal).then(() => {
      awake = true
    })
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(awake).to.equal(false)
    controller.abort()
    await asleep
  })

  it('does not keep the process alive', async () => {
    const program =
      "import { systemClock } from '@strongroom/core'; systemClock.sleep(1e8); console.log('end')"
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program])
    expect(stdout).to.equal('end\n')
  })
})

describe('manualClock', () => {
  it('moves only when told, waking sleepers in the order of their hours', async () => {
    const clock = manualClock(100)
    const woken: string[] = []
    const sleep = async (name: string, ms: number) => {
      await clock.sleep(ms)
      woken.push(`${name} ${clock.now()}`)
    }
    sleep('late', 20)
    sleep('early', 10)
    sleep('twice', 5).then(() => sleep('again', 5))
    await settle()
    expect(woken).to.deep.equal([])
    await clock.advance(10)
    expect(woken).to.deep.equal(['twice 105', 'early 110', 'again 110'])
    await clock.advance(100)
    expect(woken.at(-1)).to.equal('late 120')
    expect(clock.now()).to.equal(210)
  })

  it('wakes who gives up, and nobody a second time', async () => {
    const clock = manualClock()
    const controller = new AbortController()
    let woken = 0
    const count = () => {
      woken += 1
    }
    clock.sleep(10, controller.signal).then(count)
    controller.abort()
    clock.sleep(10, controller.signal).then(count)
    await clock.advance(20)
    expect(woken).to.equal(2)
  })
})
