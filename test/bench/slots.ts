// npm run bench:slots [-- --quick]: how long it takes to choose three times, to acknowledge a click and to book. Medians; machines differ.
import process from 'node:process'
import { choosing } from './choosing.ts'
import { acknowledgements, bookings } from './clicks.ts'
import { line, median, whole } from './lines.ts'

const quick = process.argv.includes('--quick')
const share = (values: readonly number[], part: number): number =>
  values[Math.min(values.length - 1, Math.floor(values.length * part))]!

console.log('Three times for one agent, two weeks of quarters ahead')
const rounds = Array.from({ length: quick ? 3 : 9 }, choosing)
const of = (key: keyof (typeof rounds)[number]) => median(rounds.map((round) => round[key]))
line('from arrays that were sorted out once, µs', of('kept').toFixed(1), 'goal 20')
line('from everything that was gathered, µs', whole(of('gathered')))
line('by a plain scan, µs', whole(of('plain')))
line('  as many times longer than from the arrays', whole(median(rounds.map(({ plain, kept }) => plain / kept))))

console.log('A click while Genesys takes 25 seconds for everything')
const acknowledged = await acknowledgements(quick ? 40 : 400)
line('acknowledged, median, ms', whole(share(acknowledged, 0.5)))
line('acknowledged, 99 of 100, ms', whole(share(acknowledged, 0.99)), 'goal 250')

console.log('A click while every vendor takes 100 ms')
const { booked } = await bookings(quick ? 3 : 15, 100)
line('until the card says booked, median, ms', whole(share(booked, 0.5)), 'goal 1,500')
line('until the card says booked, 95 of 100, ms', whole(share(booked, 0.95)))
