// Kudos by hand: who may send them, what becomes of them, and who wants none.
import { describe, expect, it, vi } from 'vitest'
import { INBOX, idFrom, RECOGNITION } from '../../src/handlers/kinds.ts'
import { said } from '../said.ts'
import { sceneForEach } from '../world.ts'
import { privately } from './acts.ts'
import { CASTS } from './cast.ts'

const scene = sceneForEach()
const NAMES = { slack: 'Sam Sato', teams: 'Tessa' } as const
const WRITTEN = `<!channel> <@U012AB3CD> [x](javascript:alert) \${title} {line} \u202eolleh\u202c *bold* https://evil.example`
const MEANT = `<!channel> <@U012AB3CD> [x](javascript:alert) \${title} {line} olleh *bold* https: //evil.example`

describe.each(CASTS)('on $platform', ({ platform, agent, agentName, colleague, supervisor }) => {
  const email = (who: string) => `${who}@northwind.example`
  /** In Teams it is said to the bot, where nobody types a slash. */
  const say = (who: string, text: string) =>
    scene.world.command(who, platform === 'teams' ? text.replace('/', '') : text, { platform })
  const recognitions = () => scene.world.effects('recognition.created')
  const kudosAt = async (who: string) =>
    (await scene.world.messages({ user: who })).filter(({ text }) => text.includes('Well done'))
  const settled = async () => {
    await scene.world.advance('PT1M')
    await scene.bot.ports.jobs.settled()
  }

  /** As if the bot had died after everything was done, but before it had noted so. */
  const diedBeforeItWasNoted = async (text: string) => {
    const { store, jobs, now } = scene.bot.ports
    const kept = await store.dueOf(INBOX, Number.MAX_SAFE_INTEGER, 10)
    const { id, version, body } = kept.toSorted((a, b) => b.body.at - a.body.at)[0]!
    expect(body).toMatchObject({ state: 'done', what: { text: '' } })
    const anew = { ...body, state: 'new', what: { ...body.what, text } }
    await store.write([{ put: INBOX.name, id, expect: version, body: anew, due: now() }])
    await jobs.add({ queue: INBOX.name, id, at: now() })
    return idFrom('kudos', id)
  }

  it('a supervisor thanks an agent in words of their own, once, whatever is delivered twice and whatever answer is lost', async () => {
    const logged = (['info', 'warn', 'error'] as const).map((level) => vi.spyOn(scene.bot.ports.log, level))
    await say('ada', '/coaching set praise-mail on')
    await privately(scene.world, 'ada', /Thanks by e-mail as well: on/)
    await say('ada', '/coaching set praise-metric on')
    await privately(scene.world, 'ada', /metric Kudos\): on/)
    const lost = { vendor: 'genesys', method: 'POST', path: '/api/v2/employeeengagement/recognitions' }
    await scene.world.fault({ ...lost, plan: ['commit-then-reset'] })
    const said = await say(supervisor, `/kudos ${email(agent)} You stayed so calm!`)
    await scene.world.again(said)
    await privately(scene.world, supervisor, new RegExp(`on their way to ${agentName}`))
    await scene.world.until('everything to be done', async () => {
      await scene.world.advance('PT10S')
      const effects = await Promise.all([scene.world.effects('mail.sent'), scene.world.effects('metric.recorded')])
      return effects.every(({ length }) => length === 1) && (await kudosAt(agent)).length === 1
    })
    await scene.world.again(said)
    const given = await diedBeforeItWasNoted(`kudos ${email(agent)} You stayed so calm!`)
    await scene.world.advance('PT2H')
    const [kudos, ...others] = await kudosAt(agent)
    expect(kudos!.text).toMatch(new RegExp(`“You stayed so calm!”[\\s\\S]*From[\\s\\S]*${NAMES[platform]}`))
    expect(others).toEqual([])
    expect(await recognitions()).toMatchObject([{ body: { note: expect.stringContaining('“You stayed so calm!”') } }])
    const [mail, ...mails] = await scene.world.effects('mail.sent')
    expect(JSON.stringify(mail!.body)).toContain('You stayed so calm!')
    const [day, ...days] = await scene.world.effects('metric.recorded')
    expect([day!.body.value, mails, days]).toEqual([1, [], []])
    const lines = JSON.stringify(logged.map(({ mock }) => mock.calls))
    expect(lines).toContain('kudos given by hand')
    expect(lines).not.toMatch(/calm|Alvarez|Costa|northwind/)
    // What was written is kept no longer than it took to tell.
    expect((await scene.bot.ports.store.get(RECOGNITION, given))?.body).toMatchObject({ byHand: { line: null } })
  })

  it('neither a colleague nor whoever is meant can, nobody unknown is thanked, and an admin may', async () => {
    await say(colleague, `/kudos ${email(agent)} You are the best`)
    await privately(scene.world, colleague, said(colleague, 'refusal.kudos'))
    await say(supervisor, `/kudos ${email(supervisor)} I am the best`)
    await privately(scene.world, supervisor, /Kudos are for others/)
    await say(supervisor, `/kudos ${email('nobody')} You are the best`)
    await privately(scene.world, supervisor, /I know nobody by nobody@northwind/)
    await say(supervisor, '/kudos Ana You are the best')
    await privately(scene.world, supervisor, /Whom would you like to thank/)
    await say(supervisor, `/kudos ${email(agent)} ${'x'.repeat(501)}`)
    await privately(scene.world, supervisor, /too long: 500 characters fit/)
    await settled()
    expect(await recognitions()).toEqual([])
    await say('ada', `/kudos ${email(agent)} You are the best`)
    await scene.world.message({ user: agent }, /You are the best[\s\S]*Ada/)
  })

  it('nothing that is written mentions, links, or is taken for anything but words', async () => {
    await say(supervisor, `/kudos ${email(agent)} ${WRITTEN}`)
    await scene.world.until('the kudos', async () => (await kudosAt(agent)).length === 1)
    const [sent] = (await scene.world.effects('message.posted')).filter(({ body }) => JSON.stringify(body).includes('evil'))
    const drawn = JSON.stringify(sent!.body.native)
    expect(drawn).toContain(
      {
        slack: `“&lt;!channel&gt; &lt;@U012AB3CD&gt; [x](javascript:alert) \${title} {line} olleh ∗bold∗ https: //evil.example”`,
        teams: `“\\\\<!channel\\\\> \\\\<@U012AB3CD\\\\> \\\\[x\\\\](javascript:alert) $\\\\{title} \\\\{line} olleh \\\\*bold\\\\* https: //evil.example”`,
      }[platform],
    )
    expect(await recognitions()).toMatchObject([{ body: { note: expect.stringContaining(MEANT) } }])
  })

  it('thanks by hand go beyond the limit, and count for it', async () => {
    await say('ada', '/coaching set praise-limit 1 per 7 days')
    await privately(scene.world, 'ada', /thanked at most once in 7 days/)
    for (const line of ['First', 'Second']) await say(supervisor, `/kudos ${email(agent)} ${line}`)
    await scene.world.until('both', async () => (await recognitions()).length === 2)
    await scene.world.interaction({ agent, customer: 0.95 })
    await scene.world.until('the limit', async () => scene.bot.ports.counts.all()['refused by the praise-limit'] === 1)
    expect(await recognitions()).toHaveLength(2)
  })

  it('whoever wants no messages gets none, but keeps the recognition, until they want them again', async () => {
    await say(agent, '/kudos off')
    await privately(scene.world, agent, /no messages and no e-mails with kudos[\s\S]*recognitions stand/)
    await scene.world.interaction({ agent, customer: 0.95 })
    await scene.world.until('the recognition', async () => (await recognitions()).length === 1)
    await settled()
    expect(await kudosAt(agent)).toEqual([])
    await say(agent, '/kudos on')
    await privately(scene.world, agent, /kudos as messages again/)
    await scene.world.interaction({ agent, customer: 0.95 })
    await scene.world.until('the kudos', async () => (await kudosAt(agent)).length === 1)
  })
})
