import path from 'node:path'
import { frozen } from '@strongroom/core/parts'
import type { Layer } from './layer.js'
import type { Settings } from './options.js'
import { type SettingName, table } from './table.js'

/** The settings that hold, the strongest layer first; `cwd` is where files stand if nobody says where. */
export function settled(layers: readonly Layer[], cwd: string): Settings {
  const said = <Name extends SettingName>(name: Name): Layer[Name] =>
    layers.find((layer) => layer[name] !== undefined)?.[name]

  // Whoever names a folder wants it used, also if a weaker layer says memory.
  const decider = layers.find(({ data, memory }) => data !== undefined || memory !== undefined)
  const memory = decider?.memory ?? table.memory.byDefault
  const data = memory ? undefined : (said('data') ?? path.resolve(cwd, table.data.byDefault))
  const keyFile =
    data === undefined ? undefined : (said('keyFile') ?? path.join(data, table.keyFile.byDefault))
  const iam = said('iam') ?? table.iam.byDefault
  const iamFile =
    iam === 'off' ? undefined : (said('iamFile') ?? path.resolve(data ?? cwd, table.iamFile.byDefault))
  return frozen({
    port: said('port') ?? table.port.byDefault,
    host: said('host') ?? table.host.byDefault,
    data,
    memory,
    keyFile,
    region: said('region') ?? table.region.byDefault,
    account: said('account') ?? table.account.byDefault,
    seed: [...(said('seed') ?? table.seed.byDefault)],
    logLevel: said('logLevel') ?? table.logLevel.byDefault,
    readOnly: said('readOnly') ?? table.readOnly.byDefault,
    adminToken: said('adminToken'),
    iam,
    iamFile,
    lambdaEndpoint: said('lambdaEndpoint'),
    rotationFunction: [...(said('rotationFunction') ?? table.rotationFunction.byDefault)],
    rotationTimeout: said('rotationTimeout') ?? table.rotationTimeout.byDefault,
  })
}
