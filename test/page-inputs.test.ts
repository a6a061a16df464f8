// The inputs of a card on the page, as Slack and as Teams show them.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aPattern, booked, choose, chromiumAt, findings, openBrowser, visit, widthOf } from './browser.ts'
import { openScene, type Scene } from './world.ts'

const executable = chromiumAt()
const PATIENCE = 60_000
const SEATS = [
  { platform: 'Slack', team: 'Billing', agent: 'Ana' },
  { platform: 'Teams', team: 'Claims', agent: 'Cleo' },
] as const

/** The day after today where the people of the simulated world are. */
const tomorrow = (): string => Temporal.Now.plainDateISO('Europe/Berlin').add({ days: 1 }).toString()

describe.skipIf(!executable)('a card with inputs on the page', { timeout: PATIENCE }, () => {
  let browser: Browser
  let scene: Scene
  let page: Page
  let troubles: readonly string[]

  beforeAll(async () => {
    ;[browser, scene] = await Promise.all([openBrowser(executable!), openScene({ SETTLE_SECONDS: '0' })])
    ;({ page, troubles } = await visit(browser, scene.world.url, { width: 1280 }))
  }, PATIENCE)

  afterAll(async () => {
    await Promise.all([browser?.close(), scene?.close()])
  }, PATIENCE)

  /** The newest card; a private "working on it" may stand below it. */
  const card = () => page.locator('#decider article').filter({ hasText: 'Coaching for' }).last()
  const button = (name: RegExp) => card().getByRole('button', { name })
  const day = () => card().getByLabel(/^Day/)
  const time = () => card().getByLabel(/^Time \(Berlin time\)/)

  async function ask(team: string, agent: string): Promise<void> {
    await choose(page, team, agent)
    await aPattern(page)
    await button(/^Pick a time/).click()
    await card().getByText('When should the session be?').waitFor()
  }

  it.each(SEATS)('in $platform has labelled fields that fit and can be read, in light and in dark', async ({ team, agent }) => {
    await ask(team, agent)
    expect(await day().getAttribute('type')).toBe('date')
    expect(await time().getAttribute('type')).toBe('time')
    expect(await time().inputValue()).toMatch(/^\d\d:\d\d$/)
    expect(await findings(page)).toEqual([])
    await page.emulateMedia({ colorScheme: 'dark' })
    expect(await findings(page, ['color-contrast'])).toEqual([])
    await page.emulateMedia({ colorScheme: 'light' })
    await page.setViewportSize({ width: 320, height: 900 })
    expect(await widthOf(page)).toBeLessThanOrEqual(320)
    const sides = await day().evaluate((field) => [
      field.getBoundingClientRect().right,
      field.closest('.said')!.getBoundingClientRect().right,
    ])
    expect(sides[0]).toBeLessThanOrEqual(sides[1]!)
    await page.setViewportSize({ width: 1280, height: 820 })
    await button(/^Back/).click()
    await card().getByText('Three good times').waitFor()
  })

  it.each([
    { platform: 'Slack', team: 'Billing', agent: 'Ben' },
    { platform: 'Teams', team: 'Claims', agent: 'Dario' },
  ])(
    'in $platform is filled in and sent by keyboard alone, says what does not work, and books what would',
    async ({ team, agent }) => {
      await ask(team, agent)
      await day().fill(tomorrow())
      await time().fill('03:00')
      await time().focus()
      const onBook = () => page.evaluate(() => /^Book this time/.test(document.activeElement?.textContent ?? ''))
      for (let stops = 0; stops < 6 && !(await onBook()); stops += 1) await page.keyboard.press('Tab')
      await page.keyboard.press('Enter')
      await card()
        .getByText(/, 03:00 does not work: .* is not on shift then\. .* would\./)
        .waitFor()
      expect(await time().inputValue()).not.toBe('03:00')
      await button(/^Book this time/).click()
      await booked(page)
      expect(troubles).toEqual([])
    },
  )

  it('in Teams holds a press back while a field is empty or out of bounds, and says so, but not Back', async () => {
    await ask('Returns', 'Gus')
    await day().fill('2001-01-01')
    await time().fill('')
    await button(/^Book this time/).click()
    await card()
      .getByText(/^A day from .* to .*, please\.$/)
      .waitFor()
    await card().getByText('A time of day, please.').waitFor()
    expect(await findings(page)).toEqual([])
    expect(await card().getByText('When should the session be?').count()).toBe(1)
    await button(/^Back/).click()
    await card().getByText('Three good times').waitFor()
  })
})
