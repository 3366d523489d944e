export function newCanary(): string

export function newBinaryCanary(): Uint8Array<ArrayBuffer>

export function expectNoTrace(canary: string | Uint8Array, error: unknown): void

export function expectNoTraceIn(canary: string | Uint8Array, said: string | Uint8Array, where?: string): void
