// The simulated Google, met through Google's own SDK: its service account, its calendar client, its errors.

import { createPrivateKey } from 'node:crypto'
import { auth, calendar, type calendar_v3 } from '@googleapis/calendar'
import { SignJWT } from 'jose'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { LedgerEntry, Violation } from '../../src/sandbox/core/world.ts'
import { type OpenWorld, openWorld } from './world.ts'

const FREEBUSY = 'https://www.googleapis.com/auth/calendar.freebusy'
const OWNED = 'https://www.googleapis.com/auth/calendar.events.owned'
const RITA = 'rita@northwind.example'
const EMIL = 'emil@northwind.example'
const ID = 'halftime0123456789abcdefghijklmnopqrstuv'

let world: OpenWorld
beforeEach(async () => {
  world = await openWorld()
})
afterEach(() => world.close())

/** The SDK as somebody, led here; an address with a path of its own would be cut by the SDK's rootUrl. */
function signedIn(subject: string | undefined, scopes: readonly string[] = [FREEBUSY, OWNED]): calendar_v3.Calendar {
  const { GOOGLE_CLIENT_EMAIL: email, GOOGLE_PRIVATE_KEY: key, GOOGLE_URL, GOOGLE_TOKEN_URL } = world.env
  const account = new auth.JWT({ email: email!, key: key!, scopes: [...scopes], ...(subject ? { subject } : {}) })
  account.transporter.interceptors.request.add({
    resolved: async (config) => {
      const here = config.url.href
        .replace('https://oauth2.googleapis.com/token', GOOGLE_TOKEN_URL!)
        .replace('https://www.googleapis.com', GOOGLE_URL!)
      return { ...config, url: new URL(here) }
    },
  })
  return calendar({ version: 'v3', auth: account, retry: false })
}

const session = (more: calendar_v3.Schema$Event = {}): calendar_v3.Schema$Event => ({
  id: ID,
  summary: '1:1',
  start: { dateTime: '2027-03-02T13:30:00Z' },
  end: { dateTime: '2027-03-02T14:00:00Z' },
  attendees: [{ email: EMIL }],
  ...more,
})

const insert = (as: string, requestBody: calendar_v3.Schema$Event, more: calendar_v3.Params$Resource$Events$Insert = {}) =>
  signedIn(as).events.insert({ calendarId: 'primary', sendUpdates: 'all', requestBody, ...more })

/** Status and reason of what was refused. */
async function refusal(asking: Promise<unknown>): Promise<string> {
  try {
    await asking
    return 'granted'
  } catch (error) {
    const { response } = error as { response?: { status: number; data: { error: { errors?: { reason: string }[] } | string } } }
    const said = response?.data.error
    return `${response?.status} ${typeof said === 'string' ? said : said?.errors?.[0]?.reason}`
  }
}

const busyOf = async (as: string, id: string, timeMin = '2027-03-02T00:00:00Z', timeMax = '2027-03-03T00:00:00Z') =>
  (await signedIn(as).freebusy.query({ requestBody: { timeMin, timeMax, items: [{ id }] } })).data.calendars?.[id]

describe('a token', () => {
  it('is wanted for every call, and given to the account itself too, which has no calendar', async () => {
    const anonymous = calendar({ version: 'v3', retry: false })
    const asking = anonymous.events.get({ calendarId: 'primary', eventId: ID }, { rootUrl: `${world.env.GOOGLE_URL}/` })
    expect(await refusal(asking)).toBe('401 authError')
    expect(await refusal(signedIn(undefined).events.get({ calendarId: 'primary', eventId: ID }))).toBe('404 notFound')
  })

  it.each([
    ['somebody who has no account here', 'sam@northwind.example', '400 invalid_grant'],
    ['somebody of another domain', 'olga@contoso.example', '401 unauthorized_client'],
  ])('is not given for %s', async (_, subject, said) => {
    expect(await refusal(busyOf(subject, subject))).toBe(said)
  })

  it('is not given for a scope that is no longer delegated; the one given before still serves', async () => {
    const before = signedIn(RITA)
    await before.events.insert({ calendarId: 'primary', requestBody: session() })
    await world.change({ kind: 'permission', vendor: 'google', permission: 'calendar.events.owned', granted: false })
    expect(await refusal(insert(RITA, session()))).toBe('401 unauthorized_client')
    expect((await before.events.get({ calendarId: 'primary', eventId: ID })).status).toBe(200)
    expect((await signedIn(RITA, [FREEBUSY]).freebusy.query({ requestBody: WINDOW })).status).toBe(200)
    expect(await refusal(signedIn(RITA, [FREEBUSY]).events.insert({ calendarId: 'primary', requestBody: session() }))).toBe(
      '403 insufficientPermissions',
    )
  })

  it('lives an hour of the world', async () => {
    const rita = signedIn(RITA)
    await rita.freebusy.query({ requestBody: WINDOW })
    await world.advance('PT61M')
    expect(await refusal(rita.freebusy.query({ requestBody: WINDOW }))).toBe('401 authError')
  })

  const WINDOW = { timeMin: '2027-03-02T00:00:00Z', timeMax: '2027-03-03T00:00:00Z', items: [{ id: 'primary' }] }

  it.each([
    ['an hour and a minute', { exp: 3660 }, 'invalid_grant', /short-lived/],
    ['one of yesterday', { iat: -86_400, exp: -82_800 }, 'invalid_grant', /short-lived/],
    ['another audience', { aud: 'https://example.org' }, 'invalid_grant', /audience/],
    ['another account', { iss: 'somebody@example.org' }, 'invalid_grant', /account not found/],
    ['no scope', { scope: '' }, 'invalid_scope', /scope/],
  ])('is not given for an assertion with %s', async (_, claims, error, text) => {
    const answer = await bought(claims)
    expect(answer).toMatchObject({ error, error_description: expect.stringMatching(text) })
  })

  it('is given for a good assertion, and not for the same one changed on its way', async () => {
    expect(await bought({})).toMatchObject({ token_type: 'Bearer', expires_in: 3599 })
    expect(await bought({}, (text) => `${text.slice(0, -6)}AAAAAA`)).toMatchObject({
      error_description: 'Invalid JWT Signature.',
    })
  })

  async function bought(claims: Readonly<Record<string, unknown>>, spoil = (text: string) => text): Promise<unknown> {
    const now = Math.floor(Date.now() / 1000)
    const { iat = 0, exp = 3600 } = claims as { iat?: number; exp?: number }
    const own = { iss: world.env.GOOGLE_CLIENT_EMAIL, aud: 'https://oauth2.googleapis.com/token', scope: FREEBUSY, sub: RITA }
    const signing = new SignJWT({ ...own, ...claims, iat: now + iat, exp: now + exp }).setProtectedHeader({ alg: 'RS256' })
    const assertion = spoil(await signing.sign(createPrivateKey(world.env.GOOGLE_PRIVATE_KEY!)))
    const body = new URLSearchParams({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion })
    return (await fetch(world.env.GOOGLE_TOKEN_URL!, { method: 'POST', body })).json()
  }
})

describe('free and busy times', () => {
  it('are told of oneself and of colleagues, each meeting in its own calendar, in UTC', async () => {
    await world.change({ kind: 'busy', person: 'rita', from: '2027-03-02T14:30', to: '2027-03-02T15:00' })
    await world.change({ kind: 'busy', person: 'rita', from: '2027-03-02T14:45', to: '2027-03-02T15:30' })
    const seen = { start: '2027-03-02T13:30:00Z', end: '2027-03-02T14:30:00Z' }
    expect((await busyOf(RITA, RITA))?.busy).toContainEqual(seen)
    expect((await busyOf(EMIL, RITA))?.busy).toContainEqual(seen)
    expect((await busyOf(EMIL, EMIL))?.busy).toEqual([])
  })

  it('somebody with both calendars has the meeting where it was put', async () => {
    const times = { from: '2027-03-02T14:30', to: '2027-03-02T15:00' }
    await world.change({ kind: 'busy', person: 'theo', vendor: 'google', ...times })
    expect((await world.ledger()).map(({ vendor }) => vendor)).toEqual(['google'])
    expect((await busyOf('theo@northwind.example', 'primary'))?.busy).toHaveLength(1)
  })

  it('of a calendar that does not exist come with an error of their own', async () => {
    expect(await busyOf(RITA, 'nobody@northwind.example')).toMatchObject({ errors: [{ reason: 'notFound' }] })
  })

  it.each([
    ['2027-03-02T00:00:00Z', '2027-03-02T00:00:00Z', '400 timeRangeEmpty'],
    ['2027-03-02T00:00:00Z', '2027-06-02T00:00:00Z', '400 timeRangeTooLong'],
    ['2027-03-02', '2027-03-03', '400 badRequest'],
  ])('from %s to %s are refused', async (timeMin, timeMax, said) => {
    expect(await refusal(busyOf(RITA, RITA, timeMin, timeMax))).toBe(said)
    expect(await world.call<Violation[]>('GET', '/violations')).toHaveLength(1)
  })

  it('of more than fifty calendars are told of none', async () => {
    const items = Array.from({ length: 51 }, (_, n) => ({ id: `${n}@northwind.example` }))
    const requestBody = { timeMin: '2027-03-02T00:00:00Z', timeMax: '2027-03-03T00:00:00Z', items }
    const { data } = await signedIn(RITA).freebusy.query({ requestBody })
    expect(data.calendars?.['0@northwind.example']?.errors?.[0]?.reason).toBe('tooManyCalendarsRequested')
    expect(await world.call<Violation[]>('GET', '/violations')).toHaveLength(1)
  })
})

describe('an event', () => {
  const deeds = async () => (await world.call<LedgerEntry[]>('GET', '/ledger')).map(({ effect, by }) => `${by} ${effect}`)

  it('is made once under an id; a second insert is a duplicate', async () => {
    const { data } = await insert(RITA, session())
    expect(data).toMatchObject({ id: ID, status: 'confirmed', organizer: { email: RITA }, attendees: [{ email: EMIL }] })
    expect(await refusal(insert(RITA, session()))).toBe('409 duplicate')
    const [entry] = await world.ledger()
    expect(entry).toMatchObject({
      vendor: 'google',
      effect: 'event.created',
      id: ID,
      body: {
        mailbox: RITA,
        summary: '1:1',
        start: '2027-03-02T13:30:00.000Z',
        attendees: [{ email: EMIL }],
        sendUpdates: 'all',
      },
    })
    expect(await deeds()).toEqual(['bot event.created'])
  })

  it('keeps its time free of nobody: not of its organiser, not of whoever is invited, until they decline', async () => {
    await insert(RITA, session())
    expect((await busyOf(RITA, RITA))?.busy).toContainEqual({ start: '2027-03-02T13:30:00Z', end: '2027-03-02T14:00:00Z' })
    expect((await busyOf(EMIL, EMIL))?.busy).toHaveLength(1)
    await world.change({ kind: 'event', action: 'decline', id: ID, person: 'emil' })
    expect((await busyOf(EMIL, EMIL))?.busy).toHaveLength(0)
  })

  it('is deleted once, stays to be seen as cancelled, and keeps its id from everybody else', async () => {
    await insert(RITA, session())
    const rita = signedIn(RITA)
    expect((await rita.events.delete({ calendarId: 'primary', eventId: ID, sendUpdates: 'all' })).status).toBe(204)
    expect(await refusal(rita.events.delete({ calendarId: 'primary', eventId: ID }))).toBe('410 deleted')
    expect((await rita.events.get({ calendarId: 'primary', eventId: ID })).data.status).toBe('cancelled')
    expect(await refusal(insert(RITA, session()))).toBe('409 duplicate')
    expect(await refusal(rita.events.get({ calendarId: 'primary', eventId: 'another' }))).toBe('404 notFound')
    expect(await deeds()).toEqual(['bot event.created', 'bot event.deleted'])
  })

  it('is moved and cancelled by others', async () => {
    await insert(RITA, session())
    await world.change({ kind: 'event', action: 'move', id: ID, from: '2027-03-02T16:00' })
    const { data } = await signedIn(RITA).events.get({ calendarId: RITA, eventId: ID })
    expect(Date.parse(data.end!.dateTime!)).toBe(Date.parse('2027-03-02T15:30:00Z'))
    await world.change({ kind: 'event', action: 'cancel', id: ID })
    expect(await deeds()).toEqual(['bot event.created', 'other event.updated', 'other event.deleted'])
  })

  it('comes with a Meet room when that is asked for in the version that knows of it', async () => {
    const conferenceData = { createRequest: { requestId: 'r1', conferenceSolutionKey: { type: 'hangoutsMeet' } } }
    const { data } = await insert(RITA, session({ conferenceData }), { conferenceDataVersion: 1 })
    expect(data.hangoutLink).toMatch(/^https:\/\/meet\.google\.com\//)
    expect((await insert(RITA, session({ id: `${ID}1`, conferenceData }))).data.hangoutLink).toBeUndefined()
  })

  it.each([
    ['an id with a letter outside a to v', session({ id: 'wxyz0' }), {}, '400 invalid'],
    ['an id of four characters', session({ id: 'abcd' }), {}, '400 invalid'],
    ['no end', { summary: '1:1', start: { dateTime: '2027-03-02T13:30:00Z' } }, {}, '400 required'],
    ['an end before its start', session({ end: { dateTime: '2027-03-02T13:00:00Z' } }), {}, '400 timeRangeEmpty'],
    ['a time without offset or zone', session({ start: { dateTime: '2027-03-02T13:30:00' } }), {}, '400 invalid'],
    ['somebody invited without an address', session({ attendees: [{ displayName: 'Emil' }] }), {}, '400 invalid'],
    ['a way of telling that does not exist', session(), { sendUpdates: 'everybody' }, '400 invalidParameter'],
    ['a colleague’s calendar', session(), { calendarId: EMIL }, '403 requiredAccessLevel'],
    ['a calendar that does not exist', session(), { calendarId: 'nobody@northwind.example' }, '404 notFound'],
  ])('with %s is refused', async (_, body, more, said) => {
    expect(await refusal(insert(RITA, body, more))).toBe(said)
    expect(await deeds()).toEqual([])
  })
})

describe('the world around it', () => {
  it('refuses more calls a minute than the quota allows, until the minute has passed', async () => {
    await world.change({ kind: 'quota', perMinute: 2 })
    for (const said of ['granted', 'granted', '403 userRateLimitExceeded'])
      expect(await refusal(busyOf(RITA, 'primary'))).toBe(said)
    await world.advance('PT1M')
    expect(await refusal(busyOf(RITA, 'primary'))).toBe('granted')
  })

  it('plays ordered faults in Google’s own words', async () => {
    await world.fault({ vendor: 'google', path: '/calendar/v3/freeBusy', plan: ['429', '503'] })
    expect(await refusal(busyOf(RITA, 'primary'))).toBe('429 rateLimitExceeded')
    expect(await refusal(busyOf(RITA, 'primary'))).toBe('503 backendError')
  })

  it('gives somebody a mailbox and takes it away', async () => {
    await world.change({ kind: 'mailbox', vendor: 'google', person: 'sam', exists: true })
    expect(await refusal(busyOf('sam@northwind.example', 'primary'))).toBe('granted')
    await world.change({ kind: 'mailbox', vendor: 'google', person: 'sam', exists: false })
    expect(await refusal(busyOf('sam@northwind.example', 'primary'))).toBe('400 invalid_grant')
  })
})
