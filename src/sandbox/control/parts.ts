import type { Bots } from '../core/bots.ts'
import type { ChatRoom, VendorRoom, Violation, World } from '../core/world.ts'
import type { GenesysRoom } from '../genesys/genesys.ts'
import type { Faults } from '../wire/faults.ts'
import type { HeldCalls } from '../wire/held.ts'
import type { Wire } from '../wire/wire.ts'

/** Everything the control interface looks at or pushes. */
export interface Parts {
  readonly world: World
  readonly bots: Bots
  readonly faults: Faults
  readonly held: HeldCalls
  readonly wire: Wire
  readonly violations: readonly Violation[]
  readonly vendors: readonly VendorRoom[]
  readonly chats: readonly ChatRoom[]
  readonly genesys: GenesysRoom
  readonly env: Readonly<Record<string, string>>
}
