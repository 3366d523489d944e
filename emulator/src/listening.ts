import type { RequestListener, Server } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'

// Importing node:http reads everything it exports, WebSocket among it, and Node.js loads its client for that.
const { createServer } = process.getBuiltinModule('node:http')

export interface Listening {
  readonly port: number
  /** Takes no more connections, and waits for the requests under way: for `patience` ms, and then for none. */
  close(patience?: number): Promise<void>
}

/** Longer than clients keep idle connections for, so that it is they who close them: the other way round loses requests. */
const keepAliveMs = 75_000

/** Serves at a port; rejects with what the system says if it cannot be had. */
export async function listen(app: RequestListener, port: number, host: string): Promise<Listening> {
  const server = createServer({ keepAliveTimeout: keepAliveMs }, app)
  const connections = new Set<Socket>()
  server.on('connection', (socket) => {
    connections.add(socket)
    socket.once('close', () => connections.delete(socket))
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
  let closing: Promise<void> | undefined
  return {
    port: (server.address() as AddressInfo).port,
    close(patience = 10_000) {
      closing ??= drain(server, connections, patience)
      return closing
    },
  }
}

function drain(server: Server, connections: ReadonlySet<Socket>, patience: number): Promise<void> {
  return new Promise((resolve, reject) => {
    // A connection whose request has just been answered stays open, idle, and nothing says so.
    const idle = setInterval(closeIdle, 20)
    const late = setTimeout(() => server.closeAllConnections(), patience)
    server.close((error) => {
      clearInterval(idle)
      clearTimeout(late)
      if (error === undefined) resolve()
      else reject(error)
    })
    closeIdle()
  })

  function closeIdle(): void {
    server.closeIdleConnections()
    // For Node.js one is not idle that was opened, as browsers do beforehand, and has not been used.
    for (const connection of connections) if (connection.bytesRead === 0) connection.destroy()
  }
}
