// Loaded before the bot (node --import): its machine's clock is off by as many milliseconds as the file says, which is read anew at SIGUSR2.
import { readFileSync } from 'node:fs'
import process from 'node:process'

const file = process.env.OTHER_CLOCK ?? ''
const Real = Date
const machine = Date.now
let off = Number(readFileSync(file, 'utf8'))
process.on('SIGUSR2', () => {
  off = Number(readFileSync(file, 'utf8'))
})

const now = (): number => machine() + off
globalThis.Date = new Proxy(Real, {
  construct: (target, args: [], self) => Reflect.construct(target, args.length > 0 ? args : [now()], self) as object,
  apply: () => new Real(now()).toString(),
  get: (target, key) => (key === 'now' ? now : Reflect.get(target, key)),
})
