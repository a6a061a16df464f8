import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { VendorError } from '../../../src/errors.ts'
import type { Posted } from '../../../src/ports.ts'
import {
  ANA,
  account,
  card,
  GIL,
  lines,
  OLGA,
  openWorkplace,
  RITA,
  ROOM,
  room,
  SAM,
  standIn,
  type Workplace,
} from './workplace.ts'

let work: Workplace

beforeAll(async () => {
  work = await openWorkplace()
})
afterEach(async () => {
  await work.noFaults()
})
afterAll(async () => {
  await work.close()
})

const last = async (user: string) => (await work.seenBy(user)).at(-1)!
const toSam = { account: account(SAM) }

async function trouble(doing: Promise<unknown>): Promise<VendorError> {
  const error = await doing.then(
    () => undefined,
    (caught: unknown) => caught,
  )
  expect(error).toBeInstanceOf(VendorError)
  return error as VendorError
}

describe('posting', () => {
  it('opens the direct messages once and posts there', async () => {
    const chat = work.openChat()
    await chat.post(toSam, card('A first card for Sam'), 'm-first')
    await chat.post(toSam, card('A second card for Sam'), 'm-second')
    expect((await work.seenBy('sam')).slice(-2)).toMatchObject([
      { text: 'A first card for Sam\nBook', buttons: [{ label: 'Book' }], ephemeral: false },
      { text: 'A second card for Sam\nBook' },
    ])
    expect(await work.calls('conversations.open')).toHaveLength(1)
  })

  it('posts into a room, where its members see it', async () => {
    await work.chat.post({ room }, card('A card for the room'), 'm-room')
    expect((await work.seenIn(ROOM)).at(-1)).toMatchObject({ text: 'A card for the room\nBook' })
    expect((await last('rita')).text).toContain('A card for the room')
  })

  it('keeps a text from mentioning everybody, and does not escape twice', async () => {
    const chat = work.openChat({ draw: ({ summary }) => ({ blocks: [], text: summary }) })
    await chat.post({ account: account(ANA) }, card('<!channel> & a &amp; b'), 'm-escaped')
    expect((await last('ana')).text).toBe('<!channel> & a & b')
  })

  it('says that nobody is there', async () => {
    expect(await trouble(work.chat.post({ account: account('U0NOBODY') }, card('x'), 'm'))).toMatchObject({
      trouble: 'not-found',
      code: 'user_not_found',
    })
  })
})

describe('redrawing and finding again', () => {
  it('redraws the same message and keeps its mark', async () => {
    const posted = await work.chat.post(toSam, card('Open'), 'm-redrawn')
    await work.chat.redraw(posted, card('Booked'))
    expect(await last('sam')).toMatchObject({ text: 'Booked\nBook', id: `${posted.channel}:${posted.ts}` })
    expect(await work.chat.lookup(toSam, 'm-redrawn')).toEqual(posted)
  })

  it('finds its own message by the mark, in a room and directly, and no other', async () => {
    const inRoom = await work.chat.post({ room }, card('In the room'), 'm-a')
    expect(await work.chat.lookup({ room }, 'm-a')).toEqual(inRoom)
    expect(await work.chat.lookup({ room }, 'm-b')).toBeUndefined()
    expect(await work.chat.lookup(toSam, 'm-a')).toBeUndefined()
  })

  it('finds a message whose answer never came, so that nothing is posted twice', async () => {
    await work.fault('chat.postMessage', 'commit-then-reset')
    const error = await trouble(work.chat.post(toSam, card('Heard by nobody'), 'm-doubt'))
    expect(error).toMatchObject({ trouble: 'unavailable', inDoubt: true })
    const found = await work.chat.lookup(toSam, 'm-doubt')
    expect(found).toMatchObject({ channel: expect.stringMatching(/^D/) })
    expect((await work.seenBy('sam')).filter(({ text }) => text.includes('Heard by nobody'))).toHaveLength(1)
  })

  it('cannot look where the right to read history is missing', async () => {
    await using slack = await standIn({ 'conversations.history': () => ({ ok: false, error: 'missing_scope' }) })
    expect(await work.openChat({ apiUrl: slack.apiUrl }).lookup({ room }, 'm-a')).toBe('cannot')
  })

  it('believes no other app that puts our mark on its message', async () => {
    const metadata = { event_type: 'halftime_card', event_payload: { ref: 'm-forged' } }
    await using slack = await standIn({
      'conversations.history': () => ({ messages: [{ ts: '1.1', user: 'U0OTHERBOT', metadata }] }),
      'auth.test': () => ({ team_id: 'T0NORTHWIND', user_id: 'U0HALFTIME' }),
    })
    expect(await work.openChat({ apiUrl: slack.apiUrl }).lookup({ room }, 'm-forged')).toBeUndefined()
  })

  it('says that a message is gone', async () => {
    const error = await trouble(work.chat.redraw({ channel: ROOM, ts: '1.000001' }, card('x')))
    expect(error).toMatchObject({ trouble: 'not-found', code: 'message_not_found' })
  })

  it('refuses what was posted elsewhere', async () => {
    expect(await trouble(work.chat.redraw({ activity: '1' }, card('x')))).toMatchObject({ trouble: 'malformed' })
  })
})

describe('failures', () => {
  it.each([
    { plan: '500', trouble: 'unavailable', inDoubt: true },
    { plan: '503', trouble: 'unavailable', inDoubt: true },
    { plan: 'reset', trouble: 'unavailable', inDoubt: true },
    { plan: 'commit-then-500', trouble: 'unavailable', inDoubt: true },
    { plan: 'truncated', trouble: 'unavailable', inDoubt: true },
    { plan: 'wrong-type', trouble: 'unavailable', inDoubt: true },
    { plan: '401', trouble: 'unauthorised', inDoubt: false },
    { plan: '403', trouble: 'unauthorised', inDoubt: false },
    { plan: { '429': { retryAfter: 7 } }, trouble: 'rate-limited', retryAfterMs: 7000, inDoubt: false },
    { plan: '429', trouble: 'rate-limited', retryAfterMs: 30_000, inDoubt: false },
  ])('a post met by $plan is $trouble, sent once', async ({ plan, ...expected }) => {
    const chat = work.openChat()
    const before = (await work.calls('chat.postMessage')).length
    await work.fault('chat.postMessage', plan)
    expect(await trouble(chat.post({ account: account(RITA) }, card('Will it arrive'), 'm-fail'))).toMatchObject(expected)
    expect((await work.calls('chat.postMessage')).length).toBe(before + 1)
  })

  it('a redraw is never in doubt: it may simply be repeated', async () => {
    const posted = await work.chat.post({ account: account(RITA) }, card('Before'), 'm-repeat')
    await work.fault('chat.update', '500')
    expect(await trouble(work.chat.redraw(posted, card('After')))).toMatchObject({ trouble: 'unavailable', inDoubt: false })
    await work.chat.redraw(posted, card('After'))
    expect((await last('rita')).text).toContain('After')
  })

  it('a wrong token is said to be one', async () => {
    const chat = work.openChat({ token: 'xoxb-of-somebody-else' })
    expect(await trouble(chat.post({ room }, card('x'), 'm'))).toMatchObject({ trouble: 'unauthorised', code: 'invalid_auth' })
  })

  it('nobody listening is no reason for doubt', async () => {
    const { apiUrl, close } = await standIn({})
    await close()
    const error = await trouble(work.openChat({ apiUrl }).post({ room }, card('x'), 'm'))
    expect(error).toMatchObject({ trouble: 'unavailable', inDoubt: false })
  })

  it('a rate limit pauses one channel and no other', async () => {
    const chat = work.openChat()
    await chat.post({ account: account(ANA) }, card('warm'), 'm')
    await work.fault('chat.postMessage', { '429': { retryAfter: 60 } })
    expect(await trouble(chat.post({ room }, card('x'), 'm'))).toMatchObject({ retryAfterMs: 60_000 })
    expect(await trouble(chat.post({ room }, card('x'), 'm'))).toMatchObject({ trouble: 'rate-limited', code: 'paused' })
    await chat.post({ account: account(ANA) }, card('elsewhere it goes on'), 'm')
  })
})

describe('whom Slack vouches for', () => {
  it('finds a member by e-mail, with zone and language', async () => {
    expect(await work.chat.find('Sam@Northwind.example')).toEqual({ ...account(SAM), zone: 'Europe/Berlin', language: 'en-US' })
    expect(await work.chat.find('nobody@northwind.example')).toBeUndefined()
    expect(await work.chat.find('gil@fabrikam.example')).toBeUndefined()
    expect(await work.chat.find('olga@contoso.example')).toBeUndefined()
  })

  it.each([
    { who: 'a member', id: SAM, answer: { email: 'sam@northwind.example', zone: 'Europe/Berlin', language: 'en-US' } },
    { who: 'a guest', id: GIL, answer: 'stranger' },
    { who: 'somebody of another workspace', id: OLGA, answer: 'stranger' },
    { who: 'a bot', id: 'U0HALFTIME', answer: 'stranger' },
    { who: 'nobody', id: 'U0NOBODY', answer: 'stranger' },
  ])('$who', async ({ id, answer }) => {
    expect(await work.chat.vouch(account(id))).toEqual(answer)
  })

  it('takes nobody for a colleague when our workspace is another one', async () => {
    expect(await work.openChat({ teamId: 'T0ANOTHER' }).vouch(account(SAM))).toBe('stranger')
  })

  it.each([
    { who: 'somebody who left', user: { deleted: true } },
    { who: 'an e-mail nobody confirmed', user: { is_email_confirmed: false } },
    { who: 'a member without an e-mail', user: { profile: {} } },
    { who: 'a guest of one channel', user: { is_ultra_restricted: true } },
    { who: 'a user without a workspace', user: { team_id: null } },
  ])('does not vouch for $who', async ({ user }) => {
    const member = { id: 'U1', team_id: 'T1', profile: { email: 'somebody@northwind.example' } }
    await using slack = await standIn({ 'users.info': () => ({ user: { ...member, ...user } }) })
    expect(await work.openChat({ apiUrl: slack.apiUrl, teamId: 'T1' }).vouch(account('U1'))).toBe('stranger')
  })

  it('asks once in five minutes, however many ask at once', async () => {
    const chat = work.openChat()
    const before = (await work.calls('users.info')).length
    await Promise.all([chat.vouch(account(ANA)), chat.vouch(account(ANA)), chat.find('ana@northwind.example')])
    expect((await work.calls('users.info')).length).toBe(before + 1)
    work.clock.ahead += 5 * 60_000 + 1
    await chat.vouch(account(ANA))
    expect((await work.calls('users.info')).length).toBe(before + 2)
  })

  it('does not remember a failure', async () => {
    const chat = work.openChat()
    await work.fault('users.info', '500')
    expect(await trouble(chat.vouch(account(SAM)))).toMatchObject({ trouble: 'unavailable' })
    expect(await chat.vouch(account(SAM))).toMatchObject({ email: 'sam@northwind.example' })
  })
})

describe('a user group', () => {
  const change = (user: string, action: string) =>
    work.send('/changes', { kind: 'group', vendor: 'slack', group: 'S0COACHING', person: user, action })
  const members = async () => (await work.chat.groupMembers('S0COACHING')).map(({ id }) => id)

  it('is asked once a minute, so that whoever is taken out is out by then', async () => {
    const before = (await work.calls('usergroups.users.list')).length
    expect(await Promise.all([members(), members()])).toEqual([['U0ADAD1'], ['U0ADAD1']])
    await change('sam', 'join')
    expect(await members()).toEqual(['U0ADAD1'])
    expect((await work.calls('usergroups.users.list')).length).toBe(before + 1)
    work.clock.ahead += 60_001
    expect((await members()).toSorted()).toEqual(['U0ADAD1', SAM])
    await change('sam', 'leave')
    work.clock.ahead += 60_001
    expect(await members()).toEqual(['U0ADAD1'])
  })

  it('that does not exist, or may not be read, is a failure, which is not remembered', async () => {
    expect(await trouble(work.chat.groupMembers('S0NOWHERE'))).toMatchObject({ code: 'no_such_subteam' })
    work.clock.ahead += 60_001
    const permit = (granted: boolean) =>
      work.send('/changes', { kind: 'permission', vendor: 'slack', permission: 'usergroups:read', granted })
    await permit(false)
    expect(await trouble(members())).toMatchObject({ trouble: 'unauthorised', code: 'missing_scope' })
    await permit(true)
    expect(await members()).toEqual(['U0ADAD1'])
  })
})

describe('rooms', () => {
  it('tells who reads there, ourselves left out', async () => {
    const { private: closed, members } = await work.chat.room(room)
    expect(closed).toBe(true)
    expect(members.map(({ id }) => id).sort()).toEqual(['U0HELENAC1', RITA, SAM].sort())
  })

  it.each([
    { channel: { is_private: true }, pages: 2, closed: true },
    { channel: { is_private: false }, pages: 1, closed: false },
    { channel: { is_private: true, is_ext_shared: true }, pages: 1, closed: false },
    { channel: { is_private: true }, pages: 99, closed: false },
  ])('$channel with $pages pages of members: private is $closed', async ({ channel, pages, closed }) => {
    await using slack = await standIn({
      'auth.test': () => ({ team_id: 'T1', user_id: 'U0' }),
      'conversations.info': () => ({ channel }),
      'conversations.members': (args) => {
        const page = Number(args.get('cursor') ?? 0)
        return { members: [`U${page}`], response_metadata: { next_cursor: page + 1 < pages ? String(page + 1) : '' } }
      },
    })
    const found = await work.openChat({ apiUrl: slack.apiUrl }).room(room)
    expect(found.private).toBe(closed)
    expect(found.members).toHaveLength(Math.min(pages, 10) - 1)
  })

  it('says that there is no such room', async () => {
    expect(await trouble(work.chat.room({ platform: 'slack', id: 'C0NOWHERE' }))).toMatchObject({ code: 'channel_not_found' })
  })
})

describe('whispering', () => {
  beforeEach(() => {
    work.received.length = 0
  })

  it('is seen by one person alone, where they are', async () => {
    await work.chat.whisper({ account: account(RITA), chat: ROOM, room }, card('Only for Rita'))
    expect(await last('rita')).toMatchObject({ text: 'Only for Rita\nBook', ephemeral: true })
    expect((await work.seenBy('sam')).some(({ text }) => text.includes('Only for Rita'))).toBe(false)
  })

  it('goes to the direct messages of somebody who is not in the room', async () => {
    await work.chat.whisper({ account: account(ANA), chat: ROOM, room }, card('Not in there, Ana'))
    expect(await last('ana')).toMatchObject({ text: 'Not in there, Ana\nBook', ephemeral: false })
  })

  it('answers a command where it was typed, without a call of the Web API', async () => {
    await work.send('/commands', { user: 'rita', text: 'status', room: ROOM })
    const [event] = work.received
    if (event?.kind !== 'commanded') throw new Error('no command arrived')
    const before = (await work.calls('chat.postEphemeral')).length
    await work.chat.whisper(event.place, card('All is well'))
    expect(await last('rita')).toMatchObject({ text: 'All is well\nBook', ephemeral: true })
    expect((await work.calls('chat.postEphemeral')).length).toBe(before)
  })

  it('finds another way once the answering address is used up', async () => {
    await work.send('/commands', { user: 'rita', text: 'status', room: ROOM })
    const [event] = work.received
    if (event?.kind !== 'commanded') throw new Error('no command arrived')
    for (let n = 1; n <= 6; n += 1) await work.chat.whisper(event.place, card(`Answer ${n}`))
    const answers = (await work.seenBy('rita')).filter(({ text }) => text.startsWith('Answer'))
    expect(answers.map(({ text }) => text.split('\n')[0])).toEqual([1, 2, 3, 4, 5, 6].map((n) => `Answer ${n}`))
    expect(answers.every(({ ephemeral }) => ephemeral)).toBe(true)
  })

  it('never speaks to a foreign host', async () => {
    const reply = work.replies.keep('https://hooks.slack.com.evil.example/commands/1')
    await work.chat.whisper({ account: account(RITA), chat: ROOM, room, reply }, card('Safe and sound'))
    expect(work.counts.all()['slack reply address refused']).toBe(1)
    expect(await last('rita')).toMatchObject({ text: 'Safe and sound\nBook', ephemeral: true })
  })
})

describe('where Slack has no charts yet', () => {
  const axis_config = { categories: ['Mon'] }
  const series = [{ name: 'Now', data: [{ label: 'Mon', value: 1 }] }]
  const picture = { type: 'data_visualization', title: 'Sessions', chart: { type: 'bar', series, axis_config } }
  const words = (text: string) => ({ type: 'section', text: { type: 'plain_text', text } })
  const drawing = () => work.openChat({ draw: ({ summary }) => ({ blocks: [words(summary), picture], text: summary }) })
  const known = (yes: boolean) => work.send('/changes', { kind: 'charts', known: yes })
  const triedBy = async (method: string, act: () => Promise<unknown>) => {
    const before = (await work.calls(method)).length
    await act()
    return (await work.calls(method)).length - before
  }

  it('posts, redraws and whispers what it has to say, each with one call more', async () => {
    const chat = drawing()
    await known(false)
    const place = { account: account(RITA), chat: ROOM, room }
    expect(await triedBy('chat.postEphemeral', () => chat.whisper(place, card('Only for Rita, in words')))).toBe(2)
    expect(await last('rita')).toMatchObject({ text: 'Only for Rita, in words', ephemeral: true })
    expect(await triedBy('chat.postMessage', () => chat.post(toSam, card('In words'), 'm-words'))).toBe(2)
    const posted = (await chat.lookup(toSam, 'm-words')) as Posted
    expect(await triedBy('chat.update', () => chat.redraw(posted, card('In other words')))).toBe(2)
    expect(await last('sam')).toMatchObject({ text: 'In other words' })
    await known(true)
    expect(await triedBy('chat.update', () => chat.redraw(posted, card('Drawn')))).toBe(1)
    expect(await last('sam')).toMatchObject({ text: 'Drawn\nSessions\nNow' })
  })
})

it('broke no rule of Slack and wrote no name, word or secret into the log', async () => {
  const told = (await work.violations()).filter(({ what }) => !what.startsWith('invalid_auth'))
  expect(told).toEqual([])
  expect(lines.join('\n')).not.toMatch(/xoxb|northwind|response\/|Sam|Heard by nobody/)
})
