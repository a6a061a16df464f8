// npm run bench:what-if [-- --quick]: how long a what-if takes over a million kept conversations, and how much memory. Medians; machines differ.
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import type { PersonId } from '../../src/coaching/interaction.ts'
import { DEFAULTS, type Settings, withSetting } from '../../src/coaching/settings.ts'
import { DAY } from '../../src/coaching/slot.ts'
import { keepScores } from '../../src/handlers/keep-scores.ts'
import { SCORES, type ScoreEntry } from '../../src/handlers/kinds.ts'
import { effectOf } from '../../src/handlers/what-if.ts'
import type { Ports } from '../../src/ports.ts'
import { sqliteStore } from '../../src/store/sqlite.ts'
import { line, median, whole } from './lines.ts'

const quick = process.argv.includes('--quick')
const MEGABYTE = 2 ** 20
const [AGENTS, DAYS, A_DAY] = [quick ? 50 : 500, 90, 23]
const NOON = Date.UTC(2026, 10, 24, 12)

/** The same numbers at each run. */
function dice(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

function entry(agent: number, at: number, roll: () => number): ScoreEntry {
  const score = (middle: number) => Math.max(-1, Math.min(1, Math.round((roll() * 2 - 1 + middle) * 50) / 50))
  const customer = score(-0.1)
  const hex = (digits: number) =>
    Math.floor(roll() * 16 ** digits)
      .toString(16)
      .padStart(digits, '0')
  return {
    conversation: `${hex(8)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(12)}`,
    agent: `agent-${agent}`,
    queue: `queue-${agent % 20}`,
    media: roll() < 0.7 ? 'voice' : 'message',
    endedAt: at,
    customer,
    agentScore: customer < -0.6 ? score(-0.2) : null,
    seconds: Math.floor(roll() * 900),
    outcome: 'fails',
  } as ScoreEntry
}

const folder = mkdtempSync(join(tmpdir(), 'halftime-what-if-'))
const file = join(folder, 'scores.db')
const store = sqliteStore({ file })
const team = (id: PersonId) => ({ id: `team-${Number(id.split('-')[1]) % 25}`, name: 'A team' })
const centre = { person: async (id: PersonId) => ({ id, name: id, email: '', active: true, team: team(id) }) }
const house = { shadow: false, scoreDays: DAYS }
const ports = { store, now: () => NOON, centre, house } as unknown as Ports

const roll = dice(42)
let written = 0
for (let day = DAYS - 1; day >= 0; day -= 1) {
  const scores = Array.from({ length: AGENTS * A_DAY }, (_, n): ScoreEntry => {
    const [agent, place] = [Math.floor(n / A_DAY), n % A_DAY]
    return entry(agent, NOON - day * DAY - (A_DAY - place) * 1_000_000 - agent, roll)
  })
  for (let from = 0; from < scores.length; from += 5000)
    await store.write(scores.slice(from, from + 5000).map((one) => ({ append: SCORES.name, entry: one, at: one.endedAt })))
  written += scores.length
  await keepScores(ports)
}
if (quick) console.log('(quick: a tenth of the conversations)')
console.log(`${whole(written)} kept conversations of ${AGENTS} agents in ${DAYS} days`)
line('a conversation at rest, everything in the file counted, bytes', (statSync(file).size / written).toFixed(0))

const looser = withSetting(DEFAULTS, 'customer', -0.5) as Settings
const several = withSetting(withSetting(DEFAULTS, 'pattern', '3 of 5') as Settings, 'customer', -0.5) as Settings
global.gc?.()
const idle = process.memoryUsage().rss
let peak = idle
const watching = setInterval(() => {
  peak = Math.max(peak, process.memoryUsage().rss)
}, 1)
const timed = async (after: Settings) => {
  const from = performance.now()
  const effect = await effectOf(ports, { before: DEFAULTS, after, days: DAYS })
  return { seconds: (performance.now() - from) / 1000, effect }
}
const rounds = []
for (let round = 0; round < (quick ? 1 : 5); round += 1) rounds.push([await timed(looser), await timed(several)] as const)
clearInterval(watching)
const [{ effect }] = rounds[0]!
line('a looser threshold, seconds', median(rounds.map(([one]) => one.seconds)).toFixed(2), 'goal 5')
line('another pattern and threshold, seconds', median(rounds.map(([, two]) => two.seconds)).toFixed(2), 'goal 5')
line('memory over idle at most, megabytes', whole((peak - idle) / MEGABYTE), 'goal 200')
line('conversations looked at', whole(effect.conversations))
line('sessions instead of', `${whole(effect.sessions.after)} / ${whole(effect.sessions.before)}`)
await store.close()
rmSync(folder, { recursive: true, force: true })
