import type { Keyring, KeyringStore } from '#store'

/** A keyring in memory. `stored` is what a process would find that opens it now. */
export function memoryKeyring(): KeyringStore & { stored: Keyring | undefined } {
  return {
    stored: undefined,
    async read() {
      return this.stored
    },
    async write(next, expected) {
      if (this.stored?.revision !== expected) return false
      this.stored = next
      return true
    },
  }
}
