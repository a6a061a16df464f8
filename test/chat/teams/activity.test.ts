import { describe, expect, it } from 'vitest'
import { Activity, meaningOf } from '../../../src/chat/teams/activity.ts'

const TESSA = '00000000-0000-4000-8001-0000000000b2'
const account = { platform: 'teams', id: TESSA }
const channel = { id: '19:leads@thread.tacv2;messageid=42', conversationType: 'channel' }

const activity = (more: object): Activity =>
  Activity.parse({
    type: 'message',
    id: '7',
    channelId: 'msteams',
    serviceUrl: 'https://smba.trafficmanager.net/emea/',
    from: { id: '29:x', aadObjectId: TESSA },
    conversation: { id: 'a:chat', conversationType: 'personal' },
    ...more,
  })

describe('What people write', () => {
  it.each([
    ['status', 'status'],
    ['/coaching set customer -0.65', '/coaching set customer -0.65'],
    ['<at>Halftime</at> help', 'help'],
    ['<at>Halftime</at>&nbsp;help\n', 'help'],
    ['<at>Halftime</at>', ''],
    ['  two \u00a0 words ', 'two words'],
  ])('%j is the command %j', (text, command) => {
    expect(meaningOf(activity({ text }))).toMatchObject({ kind: 'commanded', text: command, delivery: 'msg:7' })
  })

  it('said in a channel keeps the channel and the thread apart', () => {
    expect(meaningOf(activity({ text: 'help', conversation: channel }))).toMatchObject({
      place: { account, chat: channel.id, room: { platform: 'teams', id: '19:leads@thread.tacv2' } },
    })
  })
})

describe('What people press', () => {
  const execute = (data: unknown) => ({
    type: 'invoke',
    name: 'adaptiveCard/action',
    replyToId: '42',
    value: { action: { data } },
  })

  it('Action.Execute is a press that waits for an answer', () => {
    expect(meaningOf(activity(execute({ button: 'b1' })), { reply: 'handle' })).toEqual({
      kind: 'pressed',
      button: 'b1',
      place: { account, chat: 'a:chat', message: '42', reply: 'handle' },
      delivery: `inv:${TESSA}:42:b1:7`,
    })
  })

  it('its Action.Submit fallback is the same press', () => {
    const event = meaningOf(activity({ replyToId: '42', value: { button: 'b1' } }))
    expect(event).toMatchObject({ kind: 'pressed', button: 'b1', place: { message: '42' }, delivery: `inv:${TESSA}:42:b1:7` })
  })

  it.each<[string, (data: object) => object]>([
    ['Action.Execute', execute],
    ['Action.Submit', (value) => ({ replyToId: '42', value })],
  ])('%s brings along what was filled in, and nothing of what was left empty', (_, how) => {
    const event = meaningOf(activity(how({ button: 'b1', day: '2026-11-24', time: '14:30', note: '', msteams: { type: 'x' } })))
    expect(event).toMatchObject({ kind: 'pressed', button: 'b1', delivery: `inv:${TESSA}:42:b1:7` })
    expect(event).toHaveProperty('inputs', { day: '2026-11-24', time: '14:30' })
  })

  it('of the longest allowed inputs all arrive', () => {
    const ten = Object.fromEntries(Array.from({ length: 10 }, (_, n) => [`field${n}`, 'x'.repeat(100)]))
    expect(meaningOf(activity(execute({ button: 'b1', ...ten })))).toHaveProperty('inputs', ten)
  })

  it.each<[string, object]>([
    ['no button', execute({})],
    ['a button that is a list', execute({ button: ['b1'] })],
    ['a button of 201 characters', execute({ button: 'x'.repeat(201) })],
    ['an input of 301 characters', execute({ button: 'b1', day: 'x'.repeat(301) })],
    ['an input that is an object', execute({ button: 'b1', day: { $gt: '' } })],
    ['an input that is a number', execute({ button: 'b1', day: 20261124 })],
    ['an input with an impossible name', execute({ button: 'b1', '../day': 'x' })],
    ['eleven inputs', execute({ button: 'b1', ...Object.fromEntries(Array.from({ length: 11 }, (_, n) => [`f${n}`, 'x'])) })],
    ['too much in a Submit', { value: { button: 'b1', day: 'x'.repeat(301) } }],
    ['no action', { type: 'invoke', name: 'adaptiveCard/action', value: null }],
    ['another invoke', { type: 'invoke', name: 'task/fetch', value: { action: { data: { button: 'b1' } } } }],
    ['nobody who pressed', { ...execute({ button: 'b1' }), from: { id: '28:bot' } }],
    ['a picture without words', { attachments: [{}] }],
    ['a reaction', { type: 'messageReaction' }],
  ])('%s is not supported', (_, more) => {
    expect(meaningOf(activity(more)).kind).toBe('unsupported')
  })

  it('a time zone that does not exist is left out', () => {
    const event = meaningOf(
      activity({ text: 'x', entities: [{ type: 'clientInfo', timezone: 'Moon/Base' }, { type: 'mention' }] }),
    )
    expect(event).toMatchObject({ place: { account } })
  })
})
