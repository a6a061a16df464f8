// How many interactions a second are stored, settled and judged, each with its own record and verdict.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Interaction } from '../../src/coaching/interaction.ts'
import { readIntent } from '../../src/config.ts'
import { receive } from '../../src/handlers/receive.ts'
import { sound, start } from '../../src/main.ts'

const AGENTS = 500
const CROWD = 500

function interaction(n: number, now: number): Interaction {
  return Interaction.parse({
    conversation: crypto.randomUUID(),
    agent: `agent-${n % AGENTS}`,
    queue: null,
    media: 'voice',
    endedAt: now - 3_600_000 + n,
    customer: 0.1,
    agentScore: null,
  })
}

/** Per second, from the first event to the last verdict. */
export async function decisions(count: number): Promise<number> {
  const dataDir = mkdtempSync(join(tmpdir(), 'halftime-'))
  const env = { PORT: '0', SANDBOX_PORT: '0', DATA_DIR: dataDir, LOG_LEVEL: 'silent', SETTLE_SECONDS: '0' }
  const { ports, stop } = await start(sound(readIntent(env)))
  const judged = () => ports.counts.all()['judged leave'] ?? 0
  const began = performance.now()
  for (let n = 0; n < count; n += CROWD) {
    const crowd = Array.from({ length: Math.min(CROWD, count - n) }, (_, i) => interaction(n + i, ports.now()))
    await Promise.all(crowd.map((each) => receive(ports, { kind: 'scored', interaction: each, raw: 0.1 })))
  }
  while (judged() < count) await new Promise((resolve) => setImmediate(resolve))
  const seconds = (performance.now() - began) / 1000
  await stop()
  rmSync(dataDir, { recursive: true, force: true })
  return count / seconds
}
