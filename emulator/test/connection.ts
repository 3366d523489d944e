import { connect as open } from 'node:net'
import { headersOf, type PostOptions } from './wire.js'

/** A connection on which a spec says what it wants, byte by byte. */
export interface Connection {
  write(bytes: string | Uint8Array): void
  /** All that has come, as soon as it has `text`, or the connection has ended. */
  until(text: string): Promise<string>
  /** All that has come when the connection has ended. */
  ended(): Promise<string>
  destroy(): void
}

export async function connect(endpoint: string): Promise<Connection> {
  const { hostname, port } = new URL(endpoint)
  const socket = open(Number(port), hostname)
  let received = ''
  let over = false
  let looks: (() => void)[] = []
  const look = () => {
    for (const each of looks.splice(0)) each()
  }
  socket.on('data', (bytes) => {
    received += bytes.toString('latin1')
    look()
  })
  // How a connection ends is of no interest.
  socket.on('error', () => {})
  socket.on('close', () => {
    over = true
    look()
  })
  await new Promise<void>((resolve) => socket.once('connect', resolve))

  async function when(enough: () => boolean): Promise<string> {
    while (!over && !enough()) {
      await new Promise<void>((resolve) => {
        looks = [...looks, resolve]
      })
    }
    return received
  }
  return {
    write: (bytes) => void socket.write(bytes),
    until: (text) => when(() => received.includes(text)),
    ended: () => when(() => false),
    destroy: () => void socket.destroy(),
  }
}

/** A request as it goes over a connection, its body announced and not yet sent. */
export function headOf(operation: string, length: number, options: PostOptions = {}): string {
  const headers = Object.entries({
    Host: 'localhost',
    'Content-Length': length,
    ...headersOf(operation, options),
  })
  return `POST / HTTP/1.1\r\n${headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`
}

/** A whole request. */
export function requestOf(operation: string, input: unknown, options: PostOptions = {}): string {
  const body = JSON.stringify(input)
  return headOf(operation, Buffer.byteLength(body), options) + body
}
