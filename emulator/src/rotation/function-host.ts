import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import type { HostMessage, Task } from './function-messages.js'

// The program of the processes that rotation functions run in: it loads one module, and invokes its handler as Lambda does.

type Handler = (event: unknown, context: object, callback: Callback) => unknown
type Callback = (error?: unknown, result?: unknown) => void

const [file = '', functionArn = '', functionName = ''] = process.argv.slice(2)

// Ctrl-C in a terminal reaches this process, too: it ends when the emulator lets it, or is gone.
process.on('SIGINT', () => {})
process.on('disconnect', () => process.exit())

// A function in a loop without end never hears of that: a thread of its own looks whether the emulator was killed.
const { pid, ppid } = process
const watch = `setInterval(() => process.ppid === ${ppid} || process.kill(${pid}, 'SIGKILL'), 500)`
new Worker(watch, { eval: true, execArgv: [] }).unref()

// The clients of the AWS SDK have more frames between who calls and who throws than the 10 that are kept.
Error.stackTraceLimit = 100

try {
  const handler = handlerOf(await import(pathToFileURL(file).href))
  if (handler === undefined) say({ kind: 'unusable', why: 'it exports no function named handler' })
  else {
    process.on('message', (task: Task) => void invoke(handler, task))
    say({ kind: 'ready' })
  }
} catch (error) {
  const { errorType, at } = faultOf(error)
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined
  say({ kind: 'unusable', why: [code ?? errorType, at].filter((part) => part !== undefined).join(' at ') })
}

function handlerOf(module: object): Handler | undefined {
  const byDefault: unknown = Reflect.get(module, 'default')
  const within: unknown =
    typeof byDefault === 'object' && byDefault !== null ? Reflect.get(byDefault, 'handler') : byDefault
  return [Reflect.get(module, 'handler'), within].find((each): each is Handler => typeof each === 'function')
}

async function invoke(handler: Handler, { event, requestId, deadline }: Task): Promise<void> {
  const context = {
    callbackWaitsForEmptyEventLoop: true,
    functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: functionArn,
    memoryLimitInMB: '128',
    awsRequestId: requestId,
    logGroupName: `/aws/lambda/${functionName}`,
    logStreamName: requestId,
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  }
  try {
    await called(handler, event, context)
    say({ kind: 'done' })
  } catch (error) {
    say({ kind: 'failed', ...faultOf(error) })
  }
}

/** A handler answers a promise, or calls back if it takes a callback. */
function called(handler: Handler, event: unknown, context: object): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const result = handler(event, context, (error, value) => {
      if (error === undefined || error === null) resolve(value)
      else reject(error)
    })
    if (handler.length < 3 || isThenable(result)) resolve(result)
  })
}

function isThenable(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'then' in value
}

/** What may be told of an error: its name, and the place that it comes from. Its message may quote a value. */
function faultOf(error: unknown): { readonly errorType: string; readonly at?: string | undefined } {
  if (!(error instanceof Error)) return { errorType: typeof error }
  const { name, message, stack = '' } = error
  const frames = stack.slice(stack.indexOf(message) + message.length)
  const places = [...frames.matchAll(/^ +at (.*?)([\w.-]+\.[cm]?[jt]s:\d+:\d+)\)?$/gm)]
  // Where a client throws says nothing of which call that was.
  const own = places.find(([, before = '']) => !/node_modules|node:/.test(before)) ?? places[0]
  return { errorType: name, at: own?.[2] }
}

function say(message: HostMessage): void {
  process.send?.(message)
}
