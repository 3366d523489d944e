import path from 'node:path'
import { packageFolder, start } from '../bin-process.js'
import { installed } from './installed.js'
import { describeClient, toldBy } from './story.js'

const program = path.join(packageFolder, 'test/clients/boto3.program.py')
let python: string

describeClient('boto3', {
  require(context) {
    // The system's first: another Python that comes before it in the PATH seldom has Debian's packages.
    python = installed(context, 'python3-boto3', ['/usr/bin/python3', 'python3'], ['-c', 'import boto3'])
  },
  tell: ({ exports, endpoint }, cwd) =>
    toldBy(start(python, [program, endpoint], { cwd, env: { HOME: cwd, ...exports } })),
  extras: {
    title: 'gets the identity of the caller from STS',
    told: { account: '000000000000', arn: 'arn:aws:iam::000000000000:root' },
  },
})
