import type { Store } from '../store.js'
import { commitCases } from './commit-cases.js'
import { roundTripCases } from './round-trip-cases.js'
import { scanCases } from './scan-cases.js'
import { sharingCases } from './sharing-cases.js'

/** How the suite gets the stores that it puts to the test. It closes every one of them. */
export interface StoreHarness {
  /** A new store with nothing in it. */
  open(): Promise<Store>
  /** Over what a store kept that has been closed; absent for stores that forget. */
  reopen?(closed: Store): Promise<Store>
  /** Another store over the same data, beside one that is open; absent for stores that can have one handle only. */
  second?(open: Store): Promise<Store>
}

/** The functions of a test runner: those of mocha, `node:test` and others fit. */
export interface TestRunner {
  describe(title: string, body: () => void): unknown
  it(title: string, body: () => Promise<void>): unknown
}

/** One case: `use` holds the harness, and sees to it that what was opened gets closed. */
export interface StoreCase {
  readonly title: string
  /** What the harness must be able to do. */
  readonly needs?: 'reopen' | 'second'
  run(use: StoresInUse): Promise<void>
}

export interface StoresInUse {
  open(): Promise<Store>
  reopen(store: Store): Promise<Store>
  second(store: Store): Promise<Store>
  /** The store itself, and then, where there can be some, stores that have to read its data anew. It ends closed. */
  views(store: Store): AsyncIterable<Store>
}

const topics: Readonly<Record<string, readonly StoreCase[]>> = {
  'what it keeps': roundTripCases,
  commits: commitCases,
  scans: scanCases,
  'stores over the same data': sharingCases,
}

/** Registers the tests that every Store has to pass, with a test runner of your choice. */
export function describeStore(title: string, harness: StoreHarness, { describe, it }: TestRunner): void {
  describe(title, () => {
    for (const [topic, cases] of Object.entries(topics)) {
      const possible = cases.filter(({ needs }) => needs === undefined || harness[needs] !== undefined)
      if (possible.length === 0) continue
      describe(topic, () => {
        for (const each of possible) it(each.title, () => withStores(harness, (use) => each.run(use)))
      })
    }
  })
}

async function withStores(harness: StoreHarness, run: (use: StoresInUse) => Promise<void>): Promise<void> {
  const opened: Store[] = []
  const noted = async (opening: Promise<Store> | undefined): Promise<Store> => {
    if (opening === undefined) throw new Error('the harness cannot do that')
    const store = await opening
    opened.push(store)
    return store
  }
  const second = (store: Store) => noted(harness.second?.(store))
  const reopen = async (store: Store) => {
    await store.close()
    return noted(harness.reopen?.(store))
  }
  async function* views(store: Store): AsyncGenerator<Store> {
    yield store
    if (harness.second !== undefined) yield await second(store)
    if (harness.reopen !== undefined) yield await reopen(store)
  }
  try {
    await run({ open: () => noted(harness.open()), second, reopen, views })
  } finally {
    for (const store of opened) await store.close()
  }
}
