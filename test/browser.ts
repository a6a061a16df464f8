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

/** Waits until the guided line says this. */
export async function guided(page: Page, sentence: RegExp): Promise<void> {
  await page.getByRole('status').filter({ hasText: sentence }).waitFor({ timeout: 20_000 })
}

interface Finding {
  readonly id: string
  readonly impact: string
  readonly nodes: { readonly target: string[] }[]
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What axe-core finds, one line each, in the theme shown. */
export async function findings(page: Page): Promise<string[]> {
  await page.evaluate(axe)
  const found = (await page.evaluate('axe.run(document).then(({ violations }) => violations)')) as Finding[]
  return found.map(({ id, impact, nodes }) => `${impact} ${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)
}
