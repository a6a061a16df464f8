// The form for the common settings on the page: opened, filled in, looked at and saved as a visitor does.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chromiumAt, findings, openBrowser, visit, widthOf } from './browser.ts'
import { openScene, type Scene } from './world.ts'

const executable = chromiumAt()
const PATIENCE = 60_000

describe.skipIf(!executable)('a form on the page', { timeout: PATIENCE }, () => {
  let browser: Browser
  let scene: Scene
  let page: Page
  let troubles: readonly string[]

  beforeAll(async () => {
    ;[browser, scene] = await Promise.all([openBrowser(executable!), openScene()])
    ;({ page, troubles } = await visit(browser, scene.world.url, { width: 1280 }))
  }, PATIENCE)

  afterAll(async () => {
    await Promise.all([browser?.close(), scene?.close()])
  }, PATIENCE)

  const dialog = () => page.getByRole('dialog')
  const field = (name: RegExp) => dialog().getByLabel(name)
  const press = (name: string) =>
    dialog()
      .getByRole('button', { name: new RegExp(`^${name}`) })
      .first()
      .click()
  const says = (text: RegExp) => dialog().getByText(text).first().waitFor()

  it.each([
    { platform: 'Slack', asked: '/coaching form', value: '-0.7', version: 1 },
    { platform: 'Teams', asked: 'form', value: '-0.75', version: 2 },
  ])('in $platform is filled in and saved', async ({ platform, asked, value, version }) => {
    await page.locator('#list button').filter({ hasText: /^Ada/ }).filter({ hasText: platform }).click()
    await page.getByLabel('Write to Halftime').fill(asked)
    await page.getByRole('button', { name: 'Send' }).click()
    if (platform === 'Teams')
      await page
        .locator('#other')
        .getByRole('button', { name: /^Open the form/ })
        .last()
        .click()
    await says(/The common settings/)
    expect(await findings(page)).toEqual([])
    await page.emulateMedia({ colorScheme: 'dark' })
    expect(await findings(page, ['color-contrast'])).toEqual([])
    await page.emulateMedia({ colorScheme: 'light' })
    await page.setViewportSize({ width: 320, height: 700 })
    expect(await widthOf(page)).toBeLessThanOrEqual(320)
    await page.setViewportSize({ width: 1280, height: 820 })

    await field(/^Rough when the customer/).fill('lots')
    await field(/^Minutes of a session/).selectOption('45')
    await press('Preview')
    await says(/I cannot read that/)
    expect(await findings(page)).toEqual([])
    expect(await field(/^Rough when the customer/).inputValue()).toBe('lots')
    expect(await field(/^Minutes of a session/).inputValue()).toBe('45')
    await field(/^Rough when the customer/).fill(value)
    await press('Preview')
    await says(new RegExp(`customer's score: ${value}0? instead of`))
    await press('Save')
    await says(new RegExp(`Saved as version ${version}`))
    await page.keyboard.press('Escape')
    await dialog().waitFor({ state: 'hidden' })
    expect(troubles).toEqual([])
  })
})
