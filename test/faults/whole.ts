// `npm run test:faults [-- A4 …]`: the whole of the fault matrix, or of the rows named, and the report of it.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Outcome } from './row.ts'

const REPORT = 'docs/reliability.md'
const HEAD = '| row | injected | expected | seen | seed | date | took |\n|---|---|---|---|---|---|---|'

const about = () => `# What happens when things go wrong

Each row is a kind of trouble, from the list by which Halftime's reliability is measured. The real bot, with its own SQLite files and the vendors' own SDKs, lives through it in the
simulated world ([sandbox.md](sandbox.md)), which orders the trouble, plays everybody else, and keeps the ledger of what was really done. Each run is judged by that ledger, by the calls
the vendors got and by the cards people see, never by the bot's own log.

\`npm run test:faults\` runs all of it and writes this page (here: on ${cpus().length} cores, the sandbox on the same machine); \`npm run test:faults -- A4\` runs one row and writes its line.
\`npm test\` runs at least a tenth of every row. \`HALFTIME_SEED\` repeats a run's choices; a failing run says how to repeat it alone. A row that failed is shown as **failed**; one that is not here has run as a sample only.

`

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll(/\s*\n\s*/g, ' ')

function lineOf({ id, injected, expected, seen, failed, seed, date, ms }: Outcome): string {
  const found = failed ? `**failed**: ${seen}` : seen
  const took = ms < 60_000 ? `${Math.ceil(ms / 1000)} s` : `${(ms / 60_000).toFixed(1)} min`
  return `| ${[id, injected, expected, found, String(seed), date, took].map(cell).join(' | ')} |`
}

const idOf = (line: string): string => /^\| (\w+\d+[^|]*?) \|/.exec(line)?.[1] ?? ''

/** A2 before A10. */
const inOrder = (one: string, other: string): number => idOf(one).localeCompare(idOf(other), 'en', { numeric: true })

function report(outcomes: readonly Outcome[]): void {
  const before = existsSync(REPORT) ? readFileSync(REPORT, 'utf8').split('\n') : []
  const ids = new Set(outcomes.map(({ id }) => id))
  const kept = before.filter((line) => idOf(line) !== '' && !ids.has(idOf(line)))
  const lines = [...kept, ...outcomes.map(lineOf)].toSorted(inOrder)
  writeFileSync(REPORT, `${about()}${[HEAD, ...lines].join('\n')}\n`)
}

function runVitest(rows: readonly string[], folder: string): number {
  const names = rows.length > 0 ? ['--testNamePattern', `^(${rows.join('|')})\\b`] : []
  // Two at a time: some rows measure how soon somebody is answered.
  const args = [
    'bin/halftime.mjs',
    'node_modules/vitest/vitest.mjs',
    'run',
    '--mode',
    'whole',
    '--maxWorkers',
    '2',
    'test/faults',
  ]
  const ran = spawnSync(process.execPath, [...args, ...names], {
    stdio: 'inherit',
    env: { ...process.env, HALFTIME_FAULTS: folder },
  })
  return ran.status ?? 1
}

const folder = mkdtempSync(join(tmpdir(), 'halftime-faults-'))
const status = runVitest(process.argv.slice(2), folder)
const written = readdirSync(folder).map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Outcome)
if (written.length > 0) report(written)
rmSync(folder, { recursive: true })
process.exitCode = status
