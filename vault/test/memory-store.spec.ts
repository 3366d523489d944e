import { describe, it } from 'mocha'
import { memoryStore } from '#memory-store'
import { describeStore } from '#testing/store-suite'

describeStore('memoryStore', { open: async () => memoryStore() }, { describe, it })
