// npm run bench:intake [-- --quick]: what the intake takes in, decides and costs, in one run. Ratios and medians: machines differ.
import process from 'node:process'
import { acceptances, type Round } from './acceptances.ts'
import { calls } from './calls.ts'
import { decisions } from './decisions.ts'
import { line, median, whole } from './lines.ts'

const quick = process.argv.includes('--quick')

console.log('Pushed over HTTP, committed to the disk before the answer (128 connections)')
const { rounds, idleMegabytes, loadedMegabytes } = await acceptances(quick ? 3 : 7, quick ? 800 : 2000)
const of = (key: keyof Round) => median(rounds.map((round) => round[key]))
line('a bare node:http server that stores nothing, requests/s', whole(of('bare')))
line('Halftime, one event per request, events/s', whole(of('single')))
line('  its share of the bare server', median(rounds.map(({ bare, single }) => single / bare)).toFixed(2), 'goal 0.50')
line('Halftime, 100 events per request, events/s', whole(of('batched')))
line('CPU per event, one per request, µs', whole(of('cpuMicroseconds')))
line('memory idle, MB', whole(idleMegabytes))
line('memory after all of it, MB', whole(loadedMegabytes))

console.log('Decided')
const each = []
for (let n = 0; n < (quick ? 1 : 3); n += 1) each.push(await decisions(quick ? 3000 : 10_000))
line('interactions stored, settled and judged a second', whole(median(each)))

console.log('Genesys calls')
for (const { way, perPlain, perFirstHalf, perCoached } of await calls()) {
  line(`${way}: per interaction over the thresholds`, perPlain.toFixed(3), 'goal 0.05')
  if (Number.isNaN(perFirstHalf)) continue
  line(`${way}: per first half of a pattern`, perFirstHalf.toFixed(1))
  line(`${way}: per coached one, until its card`, perCoached.toFixed(1), 'goal 8')
}
