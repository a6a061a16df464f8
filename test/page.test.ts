// The page in a real browser, with the real bot behind it. One visitor does it all, in order, each test with an agent of its own.
import { request } from 'node:http'
import process from 'node:process'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Sandbox, startSandbox } from '../src/sandbox/main.ts'
import { conversationPage } from '../src/sandbox/page/conversation.ts'
import {
  aPattern,
  booked,
  choose,
  chromiumAt,
  findings,
  guided,
  misfits,
  openBrowser,
  shiftOf,
  visit,
  widthOf,
} from './browser.ts'
import { openScene, type Scene } from './world.ts'

const executable = chromiumAt()
const PATIENCE = 60_000
const MOST_SHIFT = 0.02
const WIDTHS = [320, 390, 480, 600, 700, 765, 800, 830, 1024, 1101, 1262, 1280, 1600]

if (!executable) console.warn('The page was not tried: there is no Chromium here (Debian: apt-get install chromium).')

it.runIf(process.env.CI === 'true')('there is a Chromium to try the page in', () => expect(executable).toBeDefined())

/** Pictures for the README, on demand only, so that an ordinary run leaves the tree as it is. */
async function picture(page: Page, name: string): Promise<void> {
  if (process.env.HALFTIME_SCREENSHOTS !== '1') return
  await page.locator('#decider').getByText('It stands on').waitFor()
  await page.evaluate(() => scrollTo(0, 0))
  await page.screenshot({ path: `docs/page-${name}.png` })
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

/** A chart among the blocks of the conversation that stands there: it hears what is said of it and how many bars there are. */
const DRAW_CHART = `(async () => {
  const { slackBody } = await import('/page/chat/slack.js')
  const series = [['As it is now', 0, 2], ['With the change', 3, 5]].map(([name, ...values]) => ({
    name,
    data: values.map((value, n) => ({ label: ['Tue 17 Nov', 'Tue 24 Nov'][n], value })),
  }))
  const chart = { type: 'bar', series, axis_config: { categories: ['Tue 17 Nov', 'Tue 24 Nov'] } }
  const body = slackBody({ native: [{ type: 'data_visualization', title: 'Sessions a week', chart }] })
  document.querySelector('#other').append(body)
  return { label: body.querySelector('svg').getAttribute('aria-label'), bars: body.querySelectorAll('rect').length }
})()`

const times = (page: Page) => page.locator('#decider').getByRole('button', { name: /^Book/ })

async function write(page: Page, text: string): Promise<void> {
  await page.getByLabel('Write to Halftime').fill(text)
  await page.keyboard.press('Enter')
}

describe.skipIf(!executable)('the page', { timeout: PATIENCE }, () => {
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

  it('can be used by keyboard alone', async () => {
    const press = (...keys: string[]) =>
      keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve())
    const focused = () =>
      page.evaluate(() => document.activeElement?.textContent?.trim() || document.activeElement?.getAttribute('value'))
    await guided(page, /Press Rough call twice for Ana/)
    await press('Tab')
    expect(await focused()).toBe('Skip to the simulation')
    await press('Enter', 'Tab', 'ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowRight', 'Tab')
    await guided(page, /twice for Ines/)
    await press('Tab')
    expect(await focused()).toContain('Rough call')
    await press('Enter')
    await guided(page, /One rough call heard/)
    await press('Space')
    await guided(page, /Priya has a card in Slack with three times/)
    for (let stops = 0; stops < 14 && !/^Book/.test((await focused()) ?? ''); stops += 1) await press('Tab')
    expect(await page.evaluate(() => document.activeElement?.matches(':focus-visible'))).toBe(true)
    await press('Enter')
    await booked(page)
  })

  it('turns a double click and a click into a booked block on the day of the agent', async () => {
    await choose(page, 'Billing', 'Ana')
    await aPattern(page)
    const link = await page.locator('#decider').getByRole('link').first().getAttribute('href')
    expect(await (await fetch(link!)).text()).toContain('A conversation of Ana Alvarez')
    await times(page).first().click()
    await booked(page)
    await page.locator('#agent').getByText('A coaching session with Sam Sato').waitFor()
    expect(await page.locator('#day-words').textContent()).toContain('Coaching booked')
    expect(await scene.world.effects('appointment.created')).toHaveLength(2)
    expect(await shiftOf(page)).toBeLessThan(MOST_SHIFT)
    expect(await widthOf(page)).toBeLessThanOrEqual(1280)
    expect(await findings(page)).toEqual([])
    await picture(page, 'light-wide')
    await page.emulateMedia({ colorScheme: 'dark' })
    // The themes differ in their colours alone.
    expect(await findings(page, ['color-contrast'])).toEqual([])
    await picture(page, 'dark-wide')
    await page.emulateMedia({ colorScheme: 'light' })
  })

  it('counts a rough call over a reload, and shows the same on a telephone, with Teams cards', async () => {
    await choose(page, 'Claims', 'Cleo')
    await page.locator('#rough').click()
    await guided(page, /One rough call heard/)
    await page.setViewportSize({ width: 390, height: 1500 })
    await page.reload()
    await guided(page, /One rough call heard/)
    await page.locator('#rough:enabled').click()
    await guided(page, /Tessa has a card in Teams with three times/)
    expect(await findings(page)).toEqual([])
    await times(page).nth(1).click()
    await booked(page)
    expect(await widthOf(page)).toBeLessThanOrEqual(390)
    expect(await shiftOf(page)).toBeLessThan(MOST_SHIFT)
    await picture(page, 'light-narrow')
    await page.emulateMedia({ colorScheme: 'dark' })
    await picture(page, 'dark-narrow')
    await page.emulateMedia({ colorScheme: 'light' })
    await page.setViewportSize({ width: 1280, height: 820 })
  })

  it.each([
    { team: 'Support', agent: 'Emil', member: 'Sam Sato', button: 'Book', who: 'Rita or Helena' },
    { team: 'Returns', agent: 'Gus', member: 'Tessa Thiel', button: 'Decline', who: 'Theo or Helena' },
  ])('answers a member of the $team room without authority privately, and says who can decide', async (one) => {
    await choose(page, one.team, one.agent)
    await aPattern(page)
    await page.getByLabel('You are').first().selectOption(one.member)
    await page.locator('#decider').getByRole('button', { name: one.button }).first().click()
    await page.locator('#decider').getByText('Only visible to you').waitFor()
    await guided(page, new RegExp(`only ${one.member.split(' ')[0]} sees it. ${one.who} can decide`))
  })

  it('turns to the day of a time on the card, and says what booking it leaves', async () => {
    await page.locator('#day-words').getByRole('button').nth(1).click()
    await page.locator('#day-words [aria-current="date"]').getByText('2', { exact: true }).waitFor()
    expect(await page.locator('#day-caption').textContent()).toMatch(/^At 2: (\d+) agents to spare, \d+ once booked/)
    expect(await page.locator('#day-chart .offer').count()).toBeGreaterThan(0)
  })

  it('fits every width, with nothing cut off', async () => {
    expect(await misfits(page, WIDTHS)).toEqual([])
    await page.setViewportSize({ width: 1280, height: 820 })
  })

  it('thanks for a brilliant call', async () => {
    await choose(page, 'Loyalty', 'Jon')
    await page.locator('#brilliant').click()
    await guided(page, /Jon has a thank-you in Teams/)
    await page.locator('#agent').getByText('Well done, Jon!').waitFor()
  })

  it('lets an admin write to Halftime, shows what was written, and sends Slack nothing but the command', async () => {
    const other = page.locator('#other')
    await write(page, 'hello')
    await other.getByText('Not sent. In Slack').waitFor()
    await write(page, '/coaching status')
    await other.getByText('How things are').waitFor()
    expect(await other.locator('.message').first().textContent()).toContain('/coaching status')
    await page.getByRole('button', { name: /^Ada Adler.*Teams/ }).click()
    await write(page, 'help')
    await other.getByRole('heading', { name: 'What Halftime understands' }).waitFor()
    expect(await other.locator('.message').first().textContent()).toContain('Ada Adler')
    expect(await other.locator('.message').count()).toBe(2)
  })

  it('says why, when a card does not come', async () => {
    const { world } = scene
    await choose(page, 'Billing', 'Ben')
    await page.locator('#rough').click()
    await guided(page, /One rough call heard/)
    const before = (await world.effects('recognition.created')).length
    await world.interaction({ agent: 'ben', customer: 0.9, agentScore: 0.6 })
    await world.until('thanks for Ben', async () => (await world.effects('recognition.created')).length > before)
    await page.clock.install()
    await page.locator('#rough').click()
    await guided(page, /Two rough calls in a row/)
    await page.clock.fastForward(10_000)
    await guided(page, /No card: Halftime asks at most once a week/)
  })

  it('draws a chart that can be read in light and in dark, heard as well, and fits', async () => {
    expect(await page.evaluate(DRAW_CHART)).toEqual({
      label: 'Sessions a week. Tue 17 Nov: As it is now 0, With the change 3; Tue 24 Nov: As it is now 2, With the change 5.',
      bars: 4,
    })
    expect(await findings(page)).toEqual([])
    await page.emulateMedia({ colorScheme: 'dark' })
    expect(await findings(page)).toEqual([])
    await page.emulateMedia({ colorScheme: 'light' })
  })

  it('shows what people and vendors wrote as text, never as markup', async () => {
    const drawn = (await page.evaluate(DRAW_EVIL)) as { readonly text: string; readonly markup: number }[]
    expect(drawn.map(({ markup }) => markup)).toEqual([0, 0])
    for (const { text } of drawn) expect(text).toContain('<img src=x onerror="throw 1">')
    expect(troubles).toEqual([])
  })

  it('says in plain words when no bot listens, until one does', async () => {
    const lonely = await startSandbox({ port: 0, botUrl: 'http://127.0.0.1:9' })
    await page.goto(lonely.url)
    await guided(page, /No bot is linked/)
    await page.locator('#rough:enabled').click()
    await guided(page, new RegExp(`No bot is linked to this world yet. Start one: SANDBOX_URL=${lonely.url} npm start`))
    const link = new WebSocket(`${lonely.url}/world/link`)
    link.addEventListener('open', () => link.send(JSON.stringify({ hello: { url: 'http://127.0.0.1:9' } })))
    await new Promise((heard) => link.addEventListener('message', heard))
    // The page looks again by itself every two seconds; how far it had come with the last look is its own affair.
    const line = page.getByRole('status').filter({ hasText: /Press Rough call twice for Ana/ })
    await vi.waitFor(
      async () => {
        await page.clock.fastForward(2000)
        expect(await line.isVisible()).toBe(true)
      },
      { timeout: PATIENCE / 2, interval: 100 },
    )
    link.close()
    await lonely.close()
  })
})

describe('the page of a conversation', () => {
  it('shows what is known, as text', () => {
    const at = Date.parse('2026-03-02T10:00:00Z')
    const agent = { name: '<b>Eve</b> & "Co"', zone: 'Europe/Berlin' } as Parameters<typeof conversationPage>[0]['agent']
    const shown = conversationPage({
      id: 'c1',
      agent,
      queue: { id: 'q1', name: 'Billing <script>' },
      media: 'voice',
      start: at,
      end: at + 245_000,
      customer: -0.8,
      communication: 's1',
      participant: 'p1',
      stretches: [{ agent, start: at, end: at + 245_000, session: 's2', participant: 'p2' }],
    })
    expect(shown).toContain('&lt;b&gt;Eve&lt;/b&gt; &amp; &quot;Co&quot;')
    expect(shown).not.toContain('Billing <script>')
    for (const words of ['Monday 2 March, 11:00–11:04 (Berlin time)', '4 min 5 s', '−0.80', 'not measured'])
      expect(shown).toContain(words)
  })

  describe('of another world', () => {
    let world: Sandbox

    beforeAll(async () => {
      world = await startSandbox({ port: 0, botUrl: 'http://127.0.0.1:9' })
    })

    afterAll(() => world.close())

    const statusOf = (path: string, headers: Record<string, string>) =>
      new Promise<number>((resolve) => {
        request(`${world.url}${path}`, { headers }, (response) => resolve(response.resume().statusCode!)).end()
      })

    it('says so in the same look', async () => {
      const answer = await fetch(`${world.url}/conversations/gone`)
      expect(answer.status).toBe(404)
      expect(await answer.text()).toContain('This conversation is not known here')
    })

    it('is reached by a link from elsewhere, and nothing else is', async () => {
      const link = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }
      expect(await statusOf('/conversations/gone', link)).toBe(404)
      expect(await statusOf('/world', link)).toBe(403)
      expect(await statusOf('/conversations/gone', { ...link, 'sec-fetch-mode': 'no-cors' })).toBe(403)
    })
  })
})
