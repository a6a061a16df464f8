// The simulated world: Genesys Cloud, Slack, Microsoft Teams, Entra, Graph and Google on one loopback port, with a control interface beside.
import { WebSocketServer } from 'ws'
import { worldKeys } from './control/keys.ts'
import { control } from './control.ts'
import { createBots } from './core/bots.ts'
import { createCast } from './core/cast.ts'
import { createClock } from './core/clock.ts'
import { createDeliveries } from './core/deliveries.ts'
import { createLedger } from './core/ledger.ts'
import type { Violation, World } from './core/world.ts'
import { genesys } from './genesys/genesys.ts'
import { ownKey } from './google/account.ts'
import { google } from './google/google.ts'
import { microsoft } from './microsoft/microsoft.ts'
import { createPage } from './page/page.ts'
import { slack } from './slack/slack.ts'
import { teams } from './teams/teams.ts'
import { openDoors, type Upgrade, type Visit } from './wire/doors.ts'
import { createFaults } from './wire/faults.ts'
import { createHeld } from './wire/held.ts'
import { createWire } from './wire/wire.ts'

export interface SandboxOptions {
  readonly port: number
  readonly host?: string
  /** Where webhooks go while no bot is linked, e.g. http://127.0.0.1:3978 */
  readonly botUrl: string
}

export interface Sandbox {
  readonly url: string
  /** What an operator would type into .env to reach this world. */
  readonly env: Record<string, string>
  close(): Promise<void>
}

/** Builds a fresh world and listens; rejects with a sentence when the port is taken. Port 0 takes any free one. */
export async function startSandbox({ port, host = '127.0.0.1', botUrl }: SandboxOptions): Promise<Sandbox> {
  const visits: Visit[] = []
  const upgrades: Upgrade[] = []
  const [{ server, url }, key] = await Promise.all([openDoors({ port, host, visits, upgrades }), ownKey()])

  const clock = createClock()
  const bots = createBots(clock, botUrl)
  const violations: Violation[] = []
  const violate: World['violate'] = (violation) => void violations.push({ at: new Date(clock.now()).toISOString(), ...violation })
  const { url: botAddress, onLinked } = bots
  const world: World = {
    clock,
    cast: createCast(),
    ledger: createLedger(clock),
    violate,
    deliveries: createDeliveries(),
    botUrl: botAddress,
    onLinked,
    url: () => url,
  }
  const faults = createFaults()
  const held = createHeld()
  const wire = createWire({ clock, faults, held, url: world.url })

  const genesysRoom = genesys(world, wire.mount('genesys', '/genesys'))
  const chats = [slack(world, wire.mount('slack', '/slack')), teams(world, wire.mount('teams', '/teams'))]
  const graphRoom = microsoft(world, { entra: wire.mount('microsoft', '/entra'), graph: wire.mount('microsoft', '/graph') })
  const vendors = [genesysRoom, ...chats, graphRoom, google(world, key, wire.mount('google', '/google'))]
  const env = Object.assign(worldKeys(world.cast), ...vendors.map((vendor) => vendor.env)) as Record<string, string>

  visits.push(
    wire.handle,
    control({ world, bots, faults, held, wire, violations, vendors, chats, genesys: genesysRoom, env }),
    createPage(genesysRoom.conversation),
  )
  const sockets = new WebSocketServer({ noServer: true })
  upgrades.push(genesysRoom.upgrade, (request, socket, head) => {
    if (request.url !== '/world/link') return false
    sockets.handleUpgrade(request, socket, head, bots.accept)
    return true
  })

  async function close(): Promise<void> {
    bots.close()
    for (const vendor of vendors) await vendor.close?.()
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
  return { url, env, close }
}
