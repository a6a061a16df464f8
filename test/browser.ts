// The page in a real Chromium, seen and used as a visitor does.
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { type Browser, chromium, type Page } from 'playwright-core'

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** Where Chromium is; undefined when there is none. */
export const chromiumAt = (): string | undefined => PLACES.find((path) => existsSync(path))

// Without a sandbox of its own, because containers often forbid it; the page comes from this machine. No calls to Google on the side.
const QUIET = ['background-networking', 'component-update', 'sync', 'gpu', 'quic'].map((what) => `--disable-${what}`)

export const openBrowser = (executablePath: string): Promise<Browser> =>
  chromium.launch({ executablePath, args: ['--no-sandbox', '--no-first-run', ...QUIET] })

export interface Screen {
  readonly width: number
  readonly height?: number
  readonly theme?: 'light' | 'dark'
}

/** A fresh visitor at the page, once its buttons can be pressed. Whatever the page throws, or the browser refuses, is in `troubles`. */
export async function visit(browser: Browser, url: string, { width, height = 820, theme = 'light' }: Screen) {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: theme, reducedMotion: 'reduce' })
  const page = await context.newPage()
  const troubles: string[] = []
  page.on('pageerror', ({ message }) => troubles.push(message))
  page.on('console', (line) => line.type() === 'error' && troubles.push(line.text()))
  await page.addInitScript(countShifts)
  await page.goto(url)
  await page.locator('#rough:enabled').waitFor()
  return { page, troubles, close: () => context.close() }
}

/** https://web.dev/articles/cls: shifts right after somebody pressed something are expected and do not count. */
function countShifts(): void {
  const kept = globalThis as { shifted?: number }
  kept.shifted = 0
  const add = (entry: PerformanceEntry) => {
    const { value, hadRecentInput } = entry as PerformanceEntry & { value: number; hadRecentInput: boolean }
    if (!hadRecentInput) kept.shifted! += value
  }
  new PerformanceObserver((list) => list.getEntries().forEach(add)).observe({ type: 'layout-shift', buffered: true })
}

export const shiftOf = (page: Page): Promise<number> =>
  page.evaluate(() => (globalThis as { shifted?: number }).shifted ?? Number.NaN)

export const widthOf = (page: Page): Promise<number> => page.evaluate(() => document.documentElement.scrollWidth)

/** At each width: what is cut off or sticks out, one line each. Conversations may scroll inside. */
export async function misfits(page: Page, widths: readonly number[]): Promise<string[]> {
  const found: string[] = []
  for (const width of widths) {
    await page.setViewportSize({ width, height: 900 })
    // Two frames: one for the layout, one for the chart, which is drawn again when its own width changed.
    await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))))
    found.push(...(await page.evaluate(lookForMisfits)).map((misfit) => `${width}: ${misfit}`))
  }
  return found
}

/** Runs in the page. */
function lookForMisfits(): string[] {
  const isText = (one: Element) => one.tagName === 'text'
  const sticksOut = (one: Element) => {
    if (!isText(one)) return one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 3
    const [own, chart] = [one.getBoundingClientRect(), (one as SVGElement).ownerSVGElement!.getBoundingClientRect()]
    return own.left < chart.left - 1 || own.right > chart.right + 1 || own.bottom > chart.bottom + 1
  }
  const isLaidOut = (one: Element) => one.clientWidth > 0 && one.tagName !== 'svg' && !one.closest('.scroller, .list, select')
  const all = [...document.querySelectorAll('body *')].filter((one) => isText(one) || isLaidOut(one))
  const lines = all
    .filter(sticksOut)
    .map((one) => `${one.tagName} .${one.getAttribute('class')} ${one.textContent?.slice(0, 60)}`)
  return document.documentElement.scrollWidth > innerWidth ? ['the page scrolls sideways', ...lines] : lines
}

/** Waits until the guided line says this. */
export async function guided(page: Page, sentence: RegExp): Promise<void> {
  await page.getByRole('status').filter({ hasText: sentence }).waitFor({ timeout: 20_000 })
}

/** Turns to an agent. */
export async function choose(page: Page, team: string, agent: string): Promise<void> {
  await page.getByRole('radio', { name: team }).check({ force: true })
  await page.getByRole('radio', { name: agent, exact: true }).check({ force: true })
  await guided(page, new RegExp(`twice for ${agent}`))
}

/** Two rough calls, as fast as people press twice. */
export async function aPattern(page: Page): Promise<void> {
  await page.locator('#rough').dblclick()
  await guided(page, /with three times\. Pick one/)
}

/** Waits until a session stands in every place. */
export async function booked(page: Page): Promise<void> {
  await guided(page, /Booked: .* schedule and in .* calendar/)
  await page.locator('#day-chart .session').waitFor()
}

interface Finding {
  readonly id: string
  readonly impact: string
  readonly nodes: { readonly target: string[] }[]
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What axe-core finds, one line each, in the theme shown; `rules`: only these. */
export async function findings(page: Page, rules?: readonly string[]): Promise<string[]> {
  await page.evaluate(axe)
  const options = JSON.stringify({ resultTypes: ['violations'], preload: false, ...(rules ? { runOnly: rules } : {}) })
  const found = (await page.evaluate(`axe.run(document, ${options}).then(({ violations }) => violations)`)) as Finding[]
  return found.map(({ id, impact, nodes }) => `${impact} ${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)
}
