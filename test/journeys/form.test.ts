import { describe, expect, it } from 'vitest'
import type { Seen, SeenDialog } from '../control.ts'
import { sceneForEach } from '../world.ts'
import { ROUGH } from './acts.ts'
import { CASTS } from './cast.ts'

const scene = sceneForEach()
const QUEUES = { slack: 'Billing questions', teams: 'Claims' } as const

const valueIn = ({ inputs }: SeenDialog, id: string) => inputs.find((input) => input.id.endsWith(id))?.value

describe.each(CASTS)('the form on $platform', ({ platform, agent, supervisor }) => {
  const say = (text: string, who = 'ada') => scene.world.command(who, `/coaching ${text}`, { platform })
  const told = (text: RegExp, user = 'ada') => scene.world.message({ user }, text)
  const dialog = (text: RegExp) => scene.world.dialog('ada', text)
  const fill = (shown: SeenDialog, label: string, inputs: Readonly<Record<string, string>> = {}) =>
    scene.world.fill('ada', shown, label, inputs)
  const click = (message: Seen, label: string, inputs: Readonly<Record<string, string>> = {}) => {
    const named = Object.entries(inputs).map(([id, value]) => [platform === 'slack' ? `input:${id}` : id, value])
    return scene.world.click('ada', message, label, Object.fromEntries(named))
  }
  /** Slack opens it at once; Teams offers to. */
  const opened = async (text = 'form', title = /The common settings/): Promise<SeenDialog> => {
    await say(text)
    if (platform === 'teams') await click(await told(/open in a window of their own/), 'Open the form')
    return dialog(new RegExp(`${title.source}[^]*Preview`))
  }
  const version = async () =>
    (await scene.bot.ports.store.get({ name: 'settings', schema: { parse: () => null } }, 'current'))?.version ?? 0

  it('says what is wrong beside its field and saves nothing; then shows what would change, and saves it as one version', async () => {
    const form = await opened()
    expect(valueIn(form, 'customer')).toBe('-0.6')
    expect(form.inputs).toHaveLength(9)
    await fill(form, 'Preview', { customer: '-7', limit: 'many' })
    const wrong = await dialog(/Anything between -1 and 1 is possible. For example: -0\.65/)
    expect(wrong.text).toMatch(/I cannot read that\. For example: 1 per 7 days/)
    expect([valueIn(wrong, 'customer'), valueIn(wrong, 'limit'), await version()]).toEqual(['-7', 'many', 0])
    if (platform === 'slack') {
      expect(wrong.inputs.filter(({ error }) => error).map(({ id }) => id)).toEqual(['input:customer', 'input:limit'])
      expect(await scene.world.effects('view.errors')).toHaveLength(1)
    }

    const because = 'Hello <!channel> <@U0ADAA0> [x](javascript:alert(1)) *bold* \u202eolleh'
    await fill(wrong, 'Preview', { customer: '-0,70', limit: '2 per 14 days', minutes: '45', because })
    const preview = await dialog(/Before you save/)
    expect(preview.text).toMatch(/customer's score: -0\.70 instead of -0\.60/)
    expect(preview.text).toMatch(/sessions of an agent: 2 times in 14 days instead of/)
    // Nothing in it mentions, links or turns the line round.
    expect(preview.text).toMatch(/Why: Hello .*!channel/)
    expect(JSON.stringify(preview.native)).not.toMatch(platform === 'slack' ? /<[!@]|\u202e/ : /[^\\]\[x|\u202e/)
    expect(preview.inputs).toEqual([])
    expect(await version()).toBe(0)
    await fill(preview, 'Save')
    await dialog(/Saved as version 1[\s\S]*\/coaching rollback 0/)

    await say('thresholds')
    await told(/\(version 1\)[\s\S]*customer's score \(customer\):? -0\.70[\s\S]*\(limit\):? 2 times in 14 days/)
    await say('history')
    const history = await told(/[Vv]ersion 1\b.*Ada/)
    expect(history.text).not.toMatch(/[Vv]ersion 2/)
    expect(history.text).toContain('<!channel>')
  })

  it('says the same of what it would mean as what-if does', async () => {
    await scene.world.interaction({ agent, ...ROUGH })
    await scene.world.interaction({ agent, ...ROUGH })
    await scene.world.until('both to be judged', async () => {
      const { 'judged coach': card = 0, 'judged leave': none = 0 } = scene.bot.ports.counts.all()
      return card + none === 2
    })
    await say('what-if customer -0.9')
    const asked = await told(/customer's score: -0\.90 instead of/)
    const numbers = asked.text.split('\n').filter((line) => /session|agent/i.test(line) && /\d/.test(line))

    expect(numbers.length).toBeGreaterThan(1)
    await fill(await opened(), 'Preview', { customer: '-0.9' })
    const preview = await dialog(/Before you save/)
    for (const line of numbers) expect(preview.text).toContain(line)
  })

  it('is for one queue where that is asked for, and takes its values back with “default”', async () => {
    const queue = QUEUES[platform]
    await fill(await opened(`form for queue ${queue}`), 'Preview', { customer: '-0.9', shadow: 'on' })
    const preview = await dialog(
      new RegExp(`Before you save, for the queue ${queue}[^]*customer's score for the queue ${queue}: -0\\.90 instead of`),
    )
    await fill(preview, 'Save')
    await dialog(/Saved as version 1/)
    await say(`thresholds for queue ${queue}`)
    await told(new RegExp(`-0\\.90 \\(set for the queue ${queue}\\)`))
    const again = await opened(`form for queue ${queue}`)
    expect(valueIn(again, 'customer')).toBe('-0.9')
    await fill(again, 'Preview', { customer: 'default' })
    await dialog(/everybody's value instead of -0\.90/)
  })

  it('goes back and forth without losing anything, and says when nothing is different', async () => {
    const form = await opened()
    await fill(form, 'Preview')
    await fill(await dialog(/Nothing is different/), 'Preview', { pattern: '3 of 5', because: 'first try' })
    await fill(await dialog(/3 of the last 5[\s\S]*instead of/), 'Change something')
    const back = await dialog(/The common settings/)
    expect([valueIn(back, 'pattern'), valueIn(back, 'because')]).toEqual(['3 of 5', 'first try'])
    await fill(back, 'Preview', { pattern: '2 in a row' })
    await dialog(/Nothing is different/)
  })

  it('keeps what was typed when somebody else changed the settings meanwhile, and says what', async () => {
    const form = await opened()
    await fill(form, 'Preview', { pattern: '3 of 5' })
    const preview = await dialog(/Before you save/)
    await say('set customer -0.8')
    await told(/Changed for everybody/)
    await fill(preview, 'Save')
    const stale = await dialog(/Somebody else changed the settings meanwhile[\s\S]*customer's score: -0\.80 instead of -0\.60/)
    expect([valueIn(stale, 'pattern'), valueIn(stale, 'customer'), await version()]).toEqual(['3 of 5', '-0.8', 1])
    await fill(stale, 'Preview')
    const again = await dialog(/Before you save/)
    expect(again.text).not.toContain('-0.80')
    // Pressed twice, and delivered twice: one version.
    const [first] = await Promise.all([fill(again, 'Save'), fill(again, 'Save').catch(() => undefined)])
    await dialog(/Saved as version 2/)
    await scene.world.again(first)
    expect(await version()).toBe(2)
  })

  it('is a message in the chat where dialogs are missing', async () => {
    await say('form card')
    const form = await told(/The common settings[\s\S]*Preview/)
    await click(form, 'Preview', { customer: 'x' })
    const wrong = await told(/I cannot read that/)
    expect(wrong.id).toBe(form.id)
    await click(wrong, 'Preview', { customer: '-0.75' })
    await click(await told(/Before you save[\s\S]*-0\.75 instead of -0\.60/), 'Save')
    const saved = await told(/Saved as version 1/)
    expect(saved.id).toBe(form.id)
    expect(await version()).toBe(1)
    expect(await scene.world.dialogs('ada')).toEqual([])
  })

  it('is opened to admins only, and to nobody else than whoever opened it', async () => {
    await say('form', supervisor)
    if (platform === 'slack') expect((await scene.world.dialog(supervisor, /Only Halftime's admins/)).inputs).toEqual([])
    else await told(/Only Halftime's admins/, supervisor)
    expect(await scene.world.effects('dialog.opened')).toEqual([])
    if (platform === 'teams') return
    await say('form', 'olga')
    expect((await scene.world.dialog('olga', /people of your own organisation/)).inputs).toEqual([])
  })
})
