import { isIPv6 } from 'node:net'

/** The address that clients on this machine use: one that stands for every address is no place to connect to. */
export function endpointOf(host: string, port: number): string {
  const reached = host === '0.0.0.0' || isUnspecified6(host) ? '127.0.0.1' : host
  return `http://${isIPv6(reached) ? `[${reached}]` : reached}:${port}`
}

/** Whether only programs on this machine reach what listens there. */
export function isLoopback(host: string): boolean {
  return /^(127\.\d+\.\d+\.\d+|localhost|::1|0{0,4}(:0{0,4}){6}:0{0,3}1)$/i.test(host)
}

function isUnspecified6(host: string): boolean {
  return isIPv6(host) && /^[0:]+$/.test(host)
}
