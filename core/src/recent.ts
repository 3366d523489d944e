/** A map that holds so many at most: those that were not used for the longest time leave first, up to an eighth at once. */
export class Recent<T> {
  readonly #byKey = new Map<string, T>()
  readonly #max: number

  constructor(max: number) {
    this.#max = max
  }

  /** What is kept under a key, which becomes the most recently used one. */
  use(key: string): T | undefined {
    const found = this.#byKey.get(key)
    if (found !== undefined) this.keep(key, found)
    return found
  }

  peek(key: string): T | undefined {
    return this.#byKey.get(key)
  }

  keep(key: string, item: T): void {
    this.#byKey.delete(key)
    this.#byKey.set(key, item)
    if (this.#byKey.size <= this.#max) return
    // Many at once where there are many: the way to a map's first entry leads past all that were deleted before it.
    const stay = this.#max - Math.floor(this.#max / 8)
    for (const oldest of this.#byKey.keys()) {
      if (this.#byKey.size <= stay) break
      this.#byKey.delete(oldest)
    }
  }

  drop(key: string): void {
    this.#byKey.delete(key)
  }

  dropWhere(matches: (item: T) => boolean): void {
    for (const [key, item] of this.#byKey) if (matches(item)) this.#byKey.delete(key)
  }

  clear(): void {
    this.#byKey.clear()
  }

  values(): readonly T[] {
    return [...this.#byKey.values()]
  }
}
