// Somebody is forgotten, with a proof.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AUDIT_KEY, KEPT_DAY } from '../../src/handlers/kinds.ts'
import { openScene, type Scene } from '../world.ts'
import { bookButtons, cardSays, ROUGH, roughPattern } from './acts.ts'
import { CASTS } from './cast.ts'

let scene: Scene
beforeEach(async () => {
  scene = await openScene()
})
afterEach(() => scene.close())

describe.each(CASTS)('an admin on $platform', ({ platform, agent, colleague, supervisor }) => {
  const say = (text: string) => scene.world.command('ada', `/coaching ${text}`, { platform })
  const told = (text: RegExp) => scene.world.message({ user: 'ada' }, text)
  const who = async (name: string) => {
    const { people } = await scene.world.people()
    return people.find(({ email }) => email.startsWith(`${name}@`))!
  }
  const named = async (texts: readonly string[]) =>
    (await scene.bot.ports.store.mentions(texts, { kind: '', id: '' }, 10_000)).found.map(({ kind }) => kind)

  it('erases an agent everywhere, in cards that were sent as well; nothing new is kept, until they are readmitted', async () => {
    const { id, email } = await who(agent)
    await say(`set minutes 45 for agent ${email}`)
    await told(/now last 45 minutes/)
    const card = await roughPattern(scene.world, agent, { user: supervisor })
    await scene.world.click(supervisor, card, bookButtons(card)[0]!)
    await cardSays(scene.world, { user: supervisor }, card, /Booked:/)
    const session = await scene.world.message({ user: agent }, /coaching session/i)
    await scene.world.interaction({ agent, customer: 0.95 })
    const kudos = await scene.world.message({ user: agent }, /Well done|Thank/)
    const other = await roughPattern(scene.world, colleague, { user: supervisor })
    // The session stands on the schedule before anybody forgets whose it was.
    await scene.world.advance('PT11M')

    await say(`erase ${email}`)
    await told(new RegExp(`\\d+ records would be erased.*erase ${email} for good`, 's'))
    expect(await named([id, email])).not.toEqual([])
    await say(`erase ${email} for good`)
    await told(/Erased\. Nothing that Halftime remembers names them any more.*still name them: 0/s)
    await cardSays(scene.world, { user: supervisor }, card, /This is no longer kept/)
    for (const message of [session, kudos]) await cardSays(scene.world, { user: agent }, message, /This is no longer kept/)
    expect(bookButtons(await cardSays(scene.world, { user: supervisor }, other, /Other times/))).not.toEqual([])
    await scene.world.until('nothing to name them', async () => (await named([id, email])).length === 0)
    await scene.bot.ports.store.scrub()
    expect(readFileSync(join(scene.dataDir, 'sandbox-halftime.db')).includes(id)).toBe(false)
    expect(await scene.bot.ports.store.get(AUDIT_KEY, id)).toBeUndefined()

    await scene.world.interaction({ agent, ...ROUGH })
    await scene.world.interaction({ agent, ...ROUGH })
    await scene.world.until('both to be left out', async () => scene.bot.ports.counts.all()['left out: erased'] === 2)
    await scene.world.command(agent, '/coaching here', { platform })
    await scene.world.message({ user: agent }, /no person in Genesys|know who you are|Genesys/)
    await say(`why ${email}`)
    await say(`erase ${email} for good`)
    await told(/Records erased: [12]\..*Messages being emptied: 0\..*still name them: 0/s)
    expect(await named([id, email])).toEqual([])

    await say(`readmit ${email}`)
    await told(/treated like everybody else again/)
    const before = scene.bot.ports.counts.all().proposed ?? 0
    await roughPattern(scene.world, agent, { user: supervisor })
    expect(scene.bot.ports.counts.all().proposed).toBe(before + 1)
    expect(await scene.bot.ports.store.find(KEPT_DAY, { index: 'agent', key: id })).toEqual([])
  })
})
