import { describe, expect, it } from 'vitest'
import { mayAnswerAt, replyHandles } from '../../../src/chat/slack/replies.ts'

const URL_OF_SLACK = 'https://hooks.slack.com/commands/T1/2/abc'

describe('answering addresses', () => {
  it('are good for five answers', () => {
    const replies = replyHandles(() => 0)
    const handle = replies.keep(URL_OF_SLACK)
    expect([1, 2, 3, 4, 5, 6].map(() => replies.take(handle))).toEqual([...Array(5).fill(URL_OF_SLACK), undefined])
  })

  it('are good for thirty minutes', () => {
    const clock = { now: 0 }
    const replies = replyHandles(() => clock.now)
    const handle = replies.keep(URL_OF_SLACK)
    clock.now = 30 * 60_000 - 1
    expect(replies.take(handle)).toBe(URL_OF_SLACK)
    clock.now += 1
    expect(replies.take(handle)).toBeUndefined()
  })

  it('are bounded: the oldest are forgotten, the newest stay', () => {
    const replies = replyHandles(() => 0)
    const handles = Array.from({ length: 10_001 }, (_, n) => replies.keep(`https://hooks.slack.com/${n}`))
    expect(replies.take(handles[0]!)).toBeUndefined()
    expect(replies.take(handles[1]!)).toBe('https://hooks.slack.com/1')
    expect(replies.take(handles.at(-1)!)).toBe('https://hooks.slack.com/10000')
  })

  it('have names that tell nothing', () => {
    expect(replyHandles(() => 0).keep(URL_OF_SLACK)).toMatch(/^[0-9a-f-]{36}$/)
    expect(replyHandles(() => 0).take('nobody kept this')).toBeUndefined()
  })
})

const SLACK = 'https://slack.com/api/'
const SANDBOX = 'http://127.0.0.1:3979/slack/api/'

it.each([
  { url: URL_OF_SLACK, api: SLACK, may: true },
  { url: 'https://slack.com/x', api: SLACK, may: true },
  { url: 'http://hooks.slack.com/x', api: SLACK, may: false },
  { url: 'https://hooks.slack.com.evil.example/x', api: SLACK, may: false },
  { url: 'https://evil.example/hooks.slack.com', api: SLACK, may: false },
  { url: 'https://hooks.slack.com:8443/x', api: SLACK, may: false },
  { url: 'http://127.0.0.1:3979/slack/response/1', api: SLACK, may: false },
  { url: 'http://169.254.169.254/latest', api: SLACK, may: false },
  { url: 'file:///etc/passwd', api: SLACK, may: false },
  { url: 'not a url', api: SLACK, may: false },
  { url: 'http://127.0.0.1:3979/slack/response/1', api: SANDBOX, may: true },
  { url: 'http://127.0.0.1:22/x', api: SANDBOX, may: false },
  { url: 'http://localhost:3979/x', api: SANDBOX, may: false },
])('an answer to $url with the Web API at $api: $may', ({ url, api, may }) => {
  expect(mayAnswerAt(url, api)).toBe(may)
})
