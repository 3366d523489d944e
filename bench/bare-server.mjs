// node bare-server.mjs PORT
import { createServer } from 'node:http'
import { answer } from './wire.mjs'

createServer((request, response) => {
  const chunks = []
  request.on('data', (chunk) => chunks.push(chunk))
  request.on('end', () => {
    JSON.parse(Buffer.concat(chunks).toString())
    const body = JSON.stringify(answer)
    response.writeHead(200, {
      'Content-Type': 'application/x-amz-json-1.1',
      'Content-Length': Buffer.byteLength(body),
    })
    response.end(body)
  })
}).listen(Number(process.argv[2]), '127.0.0.1')
