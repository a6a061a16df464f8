// The page in a real browser, with the real bot behind it.
import process from 'node:process'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startSandbox } from '../src/sandbox/main.ts'
import { chromiumAt, findings, guided, openBrowser, shiftOf, visit, widthOf } from './browser.ts'
import { openScene, type Scene } from './world.ts'

const executable = chromiumAt()
const PATIENCE = 60_000
const MOST_SHIFT = 0.02

if (!executable) console.warn('The page was not tried: there is no Chromium here (Debian: apt-get install chromium).')

it.runIf(process.env.CI === 'true')('there is a Chromium to try the page in', () => expect(executable).toBeDefined())

/** Pictures for the README, on demand only, so that an ordinary run leaves the tree as it is. */
async function picture(page: Page, name: string): Promise<void> {
  if (process.env.HALFTIME_SCREENSHOTS !== '1') return
  await page.locator('#decider').getByText('It stands on').waitFor()
  await page.screenshot({ path: `docs/page-${name}.png` })
}

async function choose(page: Page, team: string): Promise<void> {
  await page.getByRole('radio', { name: team }).check({ force: true })
}

async function twoRoughCalls(page: Page): Promise<void> {
  await page.locator('#rough:not([aria-busy])').click()
  await guided(page, /One rough call heard/)
  await page.locator('#rough:not([aria-busy])').click()
  await guided(page, /with three times\. Pick one/)
}

/** Runs in the page, as text, so that its imports are the page's own. */
const DRAW_EVIL = `(async () => {
  const [{ teamsBody }, { slackBody }] = await Promise.all([import('/page/chat/teams.js'), import('/page/chat/slack.js')])
  const text = '<img src=x onerror="throw 1"> [x](javascript:alert(1)) **b <i>**'
  const card = { type: 'AdaptiveCard', version: '1.5', body: [{ type: 'TextBlock', text }] }
  const section = { type: 'section', text: { type: 'mrkdwn', text: text.replaceAll('<', '&lt;') + ' <javascript:alert(1)|here>' } }
  const bodies = [teamsBody({ native: card }), slackBody({ native: [section] })]
  return bodies.map((body) => ({ text: body.textContent, markup: body.querySelectorAll('img, i, a').length }))
})()`

const times = (page: Page) => page.locator('#decider').getByRole('button', { name: /^Book/ })

async function booked(page: Page): Promise<void> {
  await guided(page, /Booked: .* schedule and in .* calendar/)
  await page.locator('#day-chart .session').waitFor()
}

describe.skipIf(!executable)('the page', () => {
  let browser: Browser
  let scene: Scene

  beforeAll(async () => {
    ;[browser, scene] = await Promise.all([openBrowser(executable!), openScene({ SETTLE_SECONDS: '0' })])
  }, PATIENCE)

  afterAll(async () => {
    await browser?.close()
    await scene?.close()
  }, PATIENCE)

  it('turns two rough calls and a click into a booked block on the day of the agent', { timeout: PATIENCE }, async () => {
    const { page, troubles, close } = await visit(browser, scene.world.url, { width: 1280 })
    await guided(page, /Press Rough call twice for Ana/)
    await twoRoughCalls(page)
    await times(page).first().click()
    await booked(page)
    await page.locator('#agent').getByText('A coaching session with Sam Sato').waitFor()
    expect(await page.locator('#day-words').textContent()).toContain('Coaching booked')
    expect(await scene.world.effects('appointment.created')).toHaveLength(1)
    expect(await shiftOf(page)).toBeLessThan(MOST_SHIFT)
    expect(await widthOf(page)).toBeLessThanOrEqual(1280)
    expect(await findings(page)).toEqual([])
    await picture(page, 'light-wide')
    await page.emulateMedia({ colorScheme: 'dark' })
    expect(await findings(page)).toEqual([])
    await picture(page, 'dark-wide')
    expect(troubles).toEqual([])
    await close()
  })

  it('shows the same on a telephone, with Teams cards, without sideways scrolling', { timeout: PATIENCE }, async () => {
    const { page, troubles, close } = await visit(browser, scene.world.url, { width: 390, height: 1500 })
    await choose(page, 'Claims')
    await guided(page, /twice for Cleo/)
    await twoRoughCalls(page)
    expect(await widthOf(page)).toBeLessThanOrEqual(390)
    expect(await findings(page)).toEqual([])
    await page.emulateMedia({ colorScheme: 'dark' })
    expect(await findings(page)).toEqual([])
    await times(page).nth(1).click()
    await booked(page)
    expect(await shiftOf(page)).toBeLessThan(MOST_SHIFT)
    await picture(page, 'dark-narrow')
    await page.emulateMedia({ colorScheme: 'light' })
    await picture(page, 'light-narrow')
    expect(troubles).toEqual([])
    await close()
  })

  it('can be used by keyboard alone', { timeout: PATIENCE }, async () => {
    const { page, close } = await visit(browser, scene.world.url, { width: 1280 })
    const press = (...keys: string[]) =>
      keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve())
    const focused = () =>
      page.evaluate(() => document.activeElement?.textContent?.trim() || document.activeElement?.getAttribute('value'))
    await press('Tab')
    expect(await focused()).toBe('Skip to the simulation')
    await press('Enter', 'Tab', 'ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowRight', 'Tab')
    await guided(page, /twice for Ines/)
    await press('Tab')
    expect(await focused()).toContain('Rough call')
    await press('Enter')
    await guided(page, /One rough call heard/)
    await page.locator('#rough:not([aria-busy])').waitFor()
    await press('Space')
    await guided(page, /Priya has a card in Slack with three times/)
    for (let stops = 0; stops < 12 && !/^Book/.test((await focused()) ?? ''); stops += 1) await press('Tab')
    expect(await page.evaluate(() => document.activeElement?.matches(':focus-visible'))).toBe(true)
    await press('Enter')
    await booked(page)
    await close()
  })

  describe('during one visit', () => {
    let visitor: Awaited<ReturnType<typeof visit>>

    beforeAll(async () => {
      visitor = await visit(browser, scene.world.url, { width: 1280 })
    }, PATIENCE)

    afterAll(() => visitor?.close())

    it('answers a member without authority privately, and says who can decide', { timeout: PATIENCE }, async () => {
      const { page } = visitor
      await choose(page, 'Support')
      await guided(page, /twice for Emil/)
      await twoRoughCalls(page)
      await page.getByLabel('You are').first().selectOption('Sam Sato')
      await times(page).first().click()
      await page.locator('#decider').getByText('Only visible to you').waitFor()
      await guided(page, /Rita or Helena can decide/)
    })

    it('sends both calls of a double-click, and counts what it sent', { timeout: PATIENCE }, async () => {
      const { page } = visitor
      await choose(page, 'Claims')
      await page.locator('label:visible', { hasText: /^Dario$/ }).click()
      await guided(page, /twice for Dario/)
      await page.locator('#rough').dblclick()
      await guided(page, /Tessa has a card in Teams with three times/)
    })

    it('thanks for a brilliant call, and lets an admin write to Halftime', { timeout: PATIENCE }, async () => {
      const { page } = visitor
      await choose(page, 'Returns')
      await guided(page, /twice for Gus/)
      await page.locator('#brilliant').click()
      await guided(page, /Gus has a thank-you in Teams/)
      await page.locator('#agent').getByText('Well done, Gus!').waitFor()
      await page.getByLabel('Write to Halftime').fill('/coaching status')
      await page.keyboard.press('Enter')
      await page.locator('#other').getByText('How things are').waitFor()
    })

    it('shows what people and vendors wrote as text, never as markup', { timeout: PATIENCE }, async () => {
      const { page, troubles } = visitor
      const drawn = (await page.evaluate(DRAW_EVIL)) as { readonly text: string; readonly markup: number }[]
      expect(drawn.map(({ markup }) => markup)).toEqual([0, 0])
      for (const { text } of drawn) expect(text).toContain('<img src=x onerror="throw 1">')
      expect(troubles).toEqual([])
    })
  })

  it('says in plain words when no bot listens', { timeout: PATIENCE }, async () => {
    const lonely = await startSandbox({ port: 0, botUrl: 'http://127.0.0.1:9' })
    const { page, close } = await visit(browser, lonely.url, { width: 1280 })
    await page.locator('#rough').click()
    await guided(page, /SANDBOX_URL=.* npm start/)
    await close()
    await lonely.close()
  })
})
