// Imported first: what an older Node lacks would show as an INTERNAL error at the first read.
if (typeof Promise.withResolvers !== 'function' || !('rawJSON' in JSON)) {
  throw new Error(`@strongroom/core needs Node.js 22.22.2 or later, and this is ${process.versions.node}`)
}

export {}
