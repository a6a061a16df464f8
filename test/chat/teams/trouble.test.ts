import { expect, it } from 'vitest'
import { teamsTrouble } from '../../../src/chat/teams/trouble.ts'
import { VendorError } from '../../../src/errors.ts'

const answered = (statusCode: number, code = '', message = '') => ({ statusCode, details: { error: { code, message } } })
const blocked = '{"subCode":"ConversationBlockedByUser","details":"Blocked by Tessa"}'

it.each([
  [answered(403, 'BotNotInConversationRoster'), { trouble: 'refused', code: 'BotNotInConversationRoster', inDoubt: false }],
  [answered(403, 'MessageWritesBlocked', blocked), { trouble: 'refused', code: 'ConversationBlockedByUser', inDoubt: false }],
  [answered(403, 'BotDisabledByAdmin'), { trouble: 'unauthorised', inDoubt: false }],
  [answered(401, 'BotNotRegistered'), { trouble: 'unauthorised', inDoubt: false }],
  [answered(404, 'ConversationNotFound'), { trouble: 'not-found', inDoubt: false }],
  [answered(412, 'PreconditionFailed'), { trouble: 'unavailable', inDoubt: false }],
  [answered(413, 'MessageSizeTooBig'), { trouble: 'refused', code: 'MessageSizeTooBig', inDoubt: false }],
  [answered(502), { trouble: 'unavailable', status: 502, inDoubt: true }],
  [{ code: 'ECONNRESET' }, { trouble: 'unavailable', code: 'ECONNRESET', inDoubt: true }],
  [{ code: 'ECONNREFUSED' }, { trouble: 'unavailable', inDoubt: false }],
  [new DOMException('too slow', 'AbortError'), { trouble: 'unavailable', code: '', inDoubt: true }],
  ['a string', { trouble: 'unavailable', inDoubt: true }],
  [answered(400, 'a sentence with Tessa in it'), { trouble: 'refused', code: '' }],
])('a create that ends with %j is %j', (error, expected) => {
  expect(teamsTrouble(error, 'once')).toMatchObject({ vendor: 'Teams', ...expected })
})

it('what may be repeated is never in doubt', () => {
  expect(teamsTrouble(answered(500), 'repeatable')).toMatchObject({ trouble: 'unavailable', inDoubt: false })
})

it('"too many" says how long to wait', () => {
  const error = { ...answered(429, 'Throttled'), response: { headers: new Headers({ 'retry-after': '3' }) } }
  expect(teamsTrouble(error, 'once')).toMatchObject({ trouble: 'rate-limited', retryAfterMs: 3_000, inDoubt: false })
})

it('one of our own errors stays what it is', () => {
  const error = new VendorError({ vendor: 'Teams', trouble: 'unauthorised', code: 'invalid_client' })
  expect(teamsTrouble(error, 'once')).toBe(error)
})
