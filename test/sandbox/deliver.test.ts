import { createServer, type Server, type Socket } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { deliver } from '../../src/sandbox/wire/deliver.ts'

let server: Server
const sockets = new Set<Socket>()
afterEach(() => {
  for (const socket of sockets) socket.destroy()
  sockets.clear()
  server.close()
})

/** A bot that answers so many requests on each connection, and closes it when one more comes. */
async function botThatAnswers(perConnection: number) {
  const seen: number[] = []
  server = createServer((socket) => {
    let count = 0
    sockets.add(socket)
    socket.on('data', () => {
      count += 1
      seen.push(count)
      if (count > perConnection) socket.resetAndDestroy()
      else socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: keep-alive\r\n\r\n{}')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  const parcel = { url: `http://127.0.0.1:${port}/`, headers: {}, body: '{}', patience: 5000 }
  return { seen, send: () => deliver({ ...parcel, trouble: { late: 'timeout', unreachable: 'unreachable' } }) }
}

it('what goes to a kept connection as the bot closes it is sent once more, on another', async () => {
  const { seen, send } = await botThatAnswers(1)
  expect(await send()).toMatchObject({ status: 200 })
  expect(await send()).toMatchObject({ status: 200 })
  expect(seen).toEqual([1, 2, 1])
})

it('a bot that closes a new connection without an answer is not reached', async () => {
  const { seen, send } = await botThatAnswers(0)
  expect(await send()).toMatchObject({ status: 0, body: { error: 'unreachable' } })
  expect(seen).toEqual([1])
})
