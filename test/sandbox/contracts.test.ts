import { spawnSync } from 'node:child_process'
import process from 'node:process'
import { describe, expect, it } from 'vitest'
import {
  adaptiveCard,
  genesysEvent,
  genesysRequest,
  genesysResponse,
  slackArguments,
  slackErrors,
} from '../../src/sandbox/contracts/contracts.ts'
import { slackManifest, teamsManifest } from '../../src/sandbox/contracts/manifests.ts'

describe('Genesys', () => {
  it.each([
    ['a missing field', { name: 'x' }, 'description'],
    ['a wrong type', { lengthInMinutes: '30' }, 'lengthInMinutes'],
    ['a date that is none', { dateStart: 'tomorrow' }, 'date-time'],
    ['a field it does not know', { colour: 'red' }, 'colour'],
  ])('refuses %s', (_what, more, word) => {
    const body = {
      name: 'x',
      dateStart: '2026-03-02T10:00:00Z',
      lengthInMinutes: 30,
      attendeeIds: ['a'],
      description: 'y',
      ...more,
    }
    const complete = word === 'description' ? { name: 'x' } : body
    expect(genesysRequest('postCoachingAppointments', { body: complete }).join()).toContain(word)
  })

  it.each([
    ['userIds=a,b&overdue=Any', ''],
    ['', 'query.userIds is required'],
    ['userIds=a&overdue=Maybe', 'query.overdue must be one of'],
    ['userIds=a&pageSize=many', 'query.pageSize must be a number'],
    ['userIds=a&colour=red', 'query.colour is not a parameter'],
  ])('reads the query "%s"', (query, complaint) => {
    const found = genesysRequest('getCoachingAppointments', { query: new URLSearchParams(query) }).join()
    expect(found).toContain(complaint)
    expect(found === '').toBe(complaint === '')
  })

  it('refuses answers and events outside their models', () => {
    expect(genesysResponse('getConversation', { id: 'x' }).join()).toContain('participants')
    expect(genesysEvent('v2.routing.queues.{id}.conversations', { id: 1 })).not.toEqual([])
    expect(genesysEvent('v2.made.up', {})).toEqual(['unknown topic v2.made.up'])
  })
})

describe('Slack', () => {
  it.each([
    ['chat.postMessage', { channel: 'C1', text: 'x', unfurl_links: 'false' }, []],
    ['chat.postMessage', { text: 'x' }, ['missing required field: channel']],
    ['chat.postMessage', { channel: 'C1', txt: 'x' }, ['unknown argument: txt']],
    ['chat.postMessage', { channel: 'C1', mrkdwn: 'maybe' }, ['mrkdwn must be a boolean']],
    ['chat.shout', {}, ['unknown method chat.shout']],
  ])('%s with %j', (method, args, complaints) => {
    expect(slackArguments(method, args)).toEqual(complaints)
  })

  it('knows the names of a method’s errors', () => {
    expect(slackErrors('chat.postMessage')).toContain('channel_not_found')
  })
})

describe('Adaptive Cards', () => {
  const card = (more: object) => ({ type: 'AdaptiveCard', version: '1.5', ...more })

  it('lets a card with Teams’ own root property pass', () => {
    expect(adaptiveCard(card({ body: [{ type: 'TextBlock', text: 'x' }], msteams: { width: 'Full' } }))).toEqual([])
  })

  it.each([[card({ body: [{ type: 'TextBlok' }] })], [card({ colour: 'red' })], [{ type: 'AdaptiveCard' }], [null]])(
    'refuses %j',
    (wrong) => {
      expect(adaptiveCard(wrong)).not.toEqual([])
    },
  )
})

it('manifests that are none are refused', () => {
  expect(teamsManifest({ manifestVersion: '1.29' })).not.toEqual([])
  expect(slackManifest({})).not.toEqual([])
})

it('the generated files are what their sources say', () => {
  const script = new URL('../../src/sandbox/contracts/distil.ts', import.meta.url).pathname
  const { status, stdout } = spawnSync(process.execPath, [script, '--check'], { encoding: 'utf8' })
  expect([status, stdout]).toEqual([0, expect.not.stringContaining('differs')])
})
