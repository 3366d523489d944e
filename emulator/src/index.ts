export { type Emulator, startEmulator } from './server.js'
export type { EmulatorOptions, LogLevel } from './settings.js'
export type { ClockControl } from './time/clock-control.js'
