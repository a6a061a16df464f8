// Draws the app's icons: a stopwatch with half of its time gone. Run it to write them anew: node bin/halftime.mjs manifest/icons.ts
// Sizes and colours as Teams asks for them: https://learn.microsoft.com/microsoftteams/platform/concepts/build-and-test/apps-package#app-icons
import { writeFileSync } from 'node:fs'
import { PNG } from 'pngjs'

type Colour = readonly [red: number, green: number, blue: number]

const TEAL: Colour = [0x0f, 0x6e, 0x6e]
const WHITE: Colour = [0xff, 0xff, 0xff]

export interface Icon {
  readonly size: number
  readonly ink: Colour
  /** Transparent when absent. */
  readonly paper?: Colour
  /** How much of the square the watch fills. */
  readonly scale: number
}

/** On white for the app's tile; white on transparent, as the outline must be. */
export const ICONS = {
  color: { size: 192, ink: TEAL, paper: WHITE, scale: 0.78 },
  outline: { size: 32, ink: WHITE, scale: 1 },
} as const satisfies Record<string, Icon>

/** Samples a side of each pixel: what makes the edges smooth. */
const SAMPLES = 8

export function drawIcon({ size, ink, paper, scale }: Icon): PNG {
  const png = new PNG({ width: size, height: size })
  for (let pixel = 0; pixel < size * size; pixel++) {
    const covered = coverage({ x: pixel % size, y: Math.floor(pixel / size) }, size, scale)
    const colour = paper ? paper.map((part, n) => Math.round(part + (ink[n]! - part) * covered)) : ink
    png.data.set([...colour, paper ? 255 : Math.round(255 * covered)], pixel * 4)
  }
  return png
}

interface Point {
  readonly x: number
  readonly y: number
}

/** How much of a pixel is inked, 0 to 1. */
function coverage({ x, y }: Point, size: number, scale: number): number {
  let inked = 0
  for (let sample = 0; sample < SAMPLES * SAMPLES; sample++) {
    const across = (x + ((sample % SAMPLES) + 0.5) / SAMPLES) / size
    const down = (y + (Math.floor(sample / SAMPLES) + 0.5) / SAMPLES) / size
    if (onWatch({ x: (across - 0.5) / scale, y: (down - 0.5) / scale })) inked++
  }
  return inked / (SAMPLES * SAMPLES)
}

/** The watch in a square from -0.5 to 0.5, y downwards: a rim, its right half filled, a crown on top, a button to the right of it. */
function onWatch({ x, y }: Point): boolean {
  const dial = { x, y: y - 0.06 }
  const radius = Math.hypot(dial.x, dial.y)
  const rim = radius <= 0.42 && radius >= 0.345
  const half = radius <= 0.27 && dial.x >= 0
  const crown = Math.abs(x) <= 0.1 && y >= -0.49 && y <= -0.42
  const stem = Math.abs(x) <= 0.04 && y > -0.43 && y <= -0.32
  return rim || half || crown || stem || onButton(dial)
}

/** A short bar at one o'clock, standing off the rim. */
function onButton({ x, y }: Point): boolean {
  const turned = { along: (x - y) / Math.SQRT2, across: (x + y) / Math.SQRT2 }
  return Math.abs(turned.across) <= 0.055 && turned.along >= 0.43 && turned.along <= 0.5
}

/** The picture as PNG bytes. */
export const iconBytes = (icon: Icon): Uint8Array => PNG.sync.write(drawIcon(icon))

if (import.meta.main) {
  for (const [name, icon] of Object.entries(ICONS)) writeFileSync(new URL(`teams/${name}.png`, import.meta.url), iconBytes(icon))
}
