import type { Content } from '@strongroom/vault'

/** What an entry costs besides its bytes, roughly. */
const entryBytes = 256

/** How much stays when there is too much. */
const staying = 7 / 8

/** Contents up to so many bytes in all: those that were not used for the longest time leave first. */
export class RecentContents {
  readonly #byKey = new Map<string, Content>()
  readonly #maxBytes: number
  #bytes = 0

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes
  }

  use(key: string): Content | undefined {
    const found = this.#byKey.get(key)
    if (found === undefined) return undefined
    this.#byKey.delete(key)
    this.#byKey.set(key, found)
    return found
  }

  keep(key: string, content: Content): void {
    this.drop(key)
    this.#byKey.set(key, content)
    this.#bytes += sizeOf(content)
    if (this.#bytes <= this.#maxBytes) return
    // Many at once: the way to a map's first entry leads past all that were deleted before it.
    for (const oldest of this.#byKey.keys()) {
      if (this.#bytes <= this.#maxBytes * staying) break
      this.drop(oldest)
    }
  }

  drop(key: string): void {
    const found = this.#byKey.get(key)
    if (found === undefined) return
    this.#bytes -= sizeOf(found)
    this.#byKey.delete(key)
  }

  clear(): void {
    this.#byKey.clear()
    this.#bytes = 0
  }
}

function sizeOf({ bytes }: Content): number {
  return entryBytes + bytes.length
}
