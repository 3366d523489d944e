import { fileURLToPath } from 'node:url'
import { start } from '../bin-process.js'
import { describeClient, toldBy } from './story.js'

const program = fileURLToPath(new URL('./sdk-v3.program.js', import.meta.url))

describeClient('@aws-sdk/client-secrets-manager', {
  tell: ({ exports }, cwd) =>
    toldBy(start(process.execPath, [program], { cwd, env: { HOME: cwd, ...exports } })),
  extras: {
    title: 'reads many at once, of which one is not there',
    told: { batch: ['first'], batchErrors: [['none', 'ResourceNotFoundException']] },
  },
})
