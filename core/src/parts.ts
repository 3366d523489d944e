/** The small parts of this package on their own, for programs that must start fast: importing the rest costs more. */
export { type Clock, type ManualClock, manualClock, systemClock } from './clock.js'
export { jsonFault, type Spot } from './config/json-fault.js'
export { nearest } from './config/nearest.js'
export { SecretsError, sanitised } from './errors.js'
export { frozen } from './frozen.js'
export { fromCursor, toCursor } from './paging.js'
export { Recent } from './recent.js'
