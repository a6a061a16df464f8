// The least a server can do: let the body run in, store nothing, answer.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

const server = createServer((request, response) => {
  request.resume()
  request.on('end', () => {
    response.writeHead(202, { 'content-type': 'application/json', 'content-length': 2 })
    response.end('{}')
  })
})
server.listen(0, '127.0.0.1', () => console.log(`Open http://127.0.0.1:${(server.address() as AddressInfo).port}/`))
