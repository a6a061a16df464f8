import { GROUPS, VENDORS } from './environment.ts'
import type { Modes } from './problems.ts'

interface Started {
  readonly url: string
  readonly page: string | undefined
  readonly vendors: Modes
}

/** Which vendors are connected, simulated and off, in one line. */
export function connections(vendors: Modes): string {
  const named = (mode: Modes[keyof Modes]) =>
    VENDORS.filter((vendor) => vendors[vendor] === mode).map((vendor) => GROUPS[vendor].name)
  const parts = [
    ['connected', named('real')],
    ['simulated', named('simulated')],
    ['off', named('off')],
  ] as const
  return parts.flatMap(([mode, names]) => (names.length > 0 ? [`${mode}: ${names.join(', ')}`] : [])).join('; ')
}

/** What is real and what is not, in one look; one address to open. */
export function greeting({ page, url, vendors }: Started): string {
  const named = (mode: 'real' | 'simulated') =>
    VENDORS.filter((vendor) => vendors[vendor] === mode).map((vendor) => GROUPS[vendor].name)
  const [real, simulated] = [named('real'), named('simulated')]
  if (real.length === 0)
    return `Halftime is running in a simulated world: nothing here reaches anybody.\nOpen ${page?.replace('127.0.0.1', 'localhost')}/`
  const play = simulated.length > 0 ? ` Simulated: ${simulated.join(', ')}, at ${page}/` : ''
  return `Halftime is running at ${url}. Connected: ${real.join(', ')}.${play}`
}
