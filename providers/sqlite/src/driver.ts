import { SecretsError } from '@strongroom/core/parts'
import type Sqlite from 'better-sqlite3'

export type Connection = Sqlite.Database
export type Statement<Parameters extends unknown[], Row = unknown> = Sqlite.Statement<Parameters, Row>

const nodeApiNeeded = 10

/**
 * Loads better-sqlite3. Rejects with CONFIG on a Node.js whose Node-API is too old for it: loaded there, it would end
 * the process with a signal and no message.
 */
export async function driver(nodeApi = process.versions.napi): Promise<typeof Sqlite> {
  if (!(Number(nodeApi) >= nodeApiNeeded)) {
    throw new SecretsError(
      'CONFIG',
      `SQLite needs Node-API ${nodeApiNeeded}, and Node.js ${process.versions.node} has ${nodeApi}`,
      { hint: 'Use Node.js 22.22.2 or later.' },
    )
  }
  const { default: Database } = await import('better-sqlite3')
  return Database
}
