// Thanks by e-mail, where an admin asked for it: at most once, whatever happens to the call.
import { describe, expect, it, vi } from 'vitest'
import { idFrom, MAIL } from '../../src/handlers/kinds.ts'
import { openScene, sceneForEach } from '../world.ts'
import { CASTS } from './cast.ts'

const scene = sceneForEach()

it('an admin who asks for mail is told when there is no mailbox to send from', async () => {
  // A calendar of one's own, which nobody asks here, and no mailbox beside it.
  const keys = { GRAPH_CLIENT_ID: 'id', GRAPH_CLIENT_SECRET: 'secret', GRAPH_TENANT_ID: 'tenant' }
  const urls = { GRAPH_LOGIN_URL: 'http://127.0.0.1:9', GRAPH_URL: 'http://127.0.0.1:9/v1.0' }
  const lonely = await openScene({ SIMULATE: 'genesys,slack,teams,google', ...keys, ...urls })
  await lonely.world.command('ada', '/coaching set praise-mail on', { platform: 'slack' })
  await lonely.world.message({ user: 'ada' }, /no mailbox to send from.*MAIL_FROM/)
  await lonely.close()
})

const SEND = { vendor: 'microsoft', method: 'POST', path: '/v1.0/users/{id}/sendMail' }
const mails = () => scene.world.effects('mail.sent')
const counted = (what: string) => scene.bot.ports.counts.all()[what] ?? 0
const asked = async () => (await scene.world.requests()).filter(({ template }) => template.endsWith('/sendMail')).length

describe.each(CASTS)('an agent on $platform', ({ platform, agent, agentName }) => {
  const switchOn = async () => {
    await scene.world.command('ada', '/coaching set praise-mail on', { platform })
    await scene.world.message({ user: 'ada' }, /Thanks by e-mail as well: on/)
  }
  const brilliant = async () => {
    await scene.world.interaction({ agent, customer: 0.95 })
    await scene.world.message({ user: agent }, /Well done/)
  }

  it('is written to in kind words, once, with nothing that others should not read', async () => {
    await switchOn()
    await brilliant()
    await scene.world.until('the mail', async () => (await mails()).length === 1)
    const [mail] = await mails()
    const { people } = await scene.world.people()
    expect(mail!.body).toMatchObject({ to: [people.find(({ name }) => name === agentName)!.email] })
    expect(JSON.stringify(mail!.body)).toMatch(/Well done/)
    expect(JSON.stringify(mail!.body)).not.toMatch(/0\.95|score|sentiment/)
    await scene.world.advance('PT1H')
    expect(await mails()).toHaveLength(1)
  })

  it('gets none for one that was being sent when the bot died: nobody can tell whether it was', async () => {
    const { conversationId } = await scene.world.interaction({ agent, customer: 0.95 })
    await scene.world.message({ user: agent }, /Well done/)
    const { people } = await scene.world.people()
    const id = idFrom('praise', conversationId, people.find(({ name }) => name === agentName)!.id)
    const { store, jobs, now } = scene.bot.ports
    await store.write([{ put: MAIL.name, id, expect: 0, body: { state: 'sending' }, due: now() }])
    await jobs.add({ queue: MAIL.name, id, at: now() })
    await scene.world.advance('PT1M')
    await vi.waitFor(() => expect(counted('mail unknown')).toBe(1))
    expect(await asked()).toBe(0)
  })

  it('gets no mail as long as nobody asked for it', async () => {
    await brilliant()
    await scene.world.advance('PT10M')
    expect(await asked()).toBe(0)
  })

  it.each([
    { plan: ['commit-then-reset'], sent: 1, asks: 1, as: 'mail unknown' },
    { plan: ['commit-then-500'], sent: 1, asks: 1, as: 'mail unknown' },
    { plan: ['503'], sent: 0, asks: 1, as: 'mail unknown' },
    { plan: ['429'], sent: 1, asks: 2, as: 'mail sent' },
    { plan: ['403'], sent: 0, asks: 1, as: 'mail refused' },
  ])('when the answer is $plan: sent $sent times, asked for $asks times, "$as"', async ({ plan, sent, asks, as }) => {
    await switchOn()
    await scene.world.fault({ ...SEND, plan })
    await brilliant()
    await scene.world.until('the mail to be over', async () => {
      await scene.world.advance('PT10S')
      return counted(as) === 1
    })
    await scene.world.advance('PT1H')
    expect(await mails()).toHaveLength(sent)
    expect(await asked()).toBe(asks)
  })
})
