import { expect, it } from 'vitest'
import { lanes } from '../../../src/chat/slack/lanes.ts'
import { VendorError } from '../../../src/errors.ts'

const limited = (retryAfterMs: number) => () =>
  Promise.reject(new VendorError({ vendor: 'Slack', trouble: 'rate-limited', retryAfterMs }))

it('lets a burst of three go and then one a second, in order, while another channel does not wait', async () => {
  const lane = lanes(Date.now)
  const began = performance.now()
  const gone: { name: string; ms: number }[] = []
  const go = (name: string) => async () => void gone.push({ name, ms: performance.now() - began })
  const room = ['1', '2', '3', '4', '5'].map((name) => lane.run('room', go(name)))
  await Promise.all([...room, lane.run('direct', go('elsewhere')), lane.run('room', go('redraw'), { unpaced: true })])
  expect(gone.filter(({ name }) => name !== 'elsewhere').map(({ name }) => name)).toEqual(['1', '2', '3', '4', '5', 'redraw'])
  const ms = (name: string) => gone.find((each) => each.name === name)!.ms
  expect(ms('3')).toBeLessThan(500)
  expect(ms('elsewhere')).toBeLessThan(500)
  expect(ms('4')).toBeGreaterThan(900)
  expect(ms('5') - ms('4')).toBeGreaterThan(900)
})

it('goes on in order after a failure', async () => {
  const lane = lanes(Date.now)
  const failed = lane.run('room', () => Promise.reject(new Error('no'))).catch(() => 'failed')
  const next = lane.run('room', async () => 'went on')
  expect(await Promise.all([failed, next])).toEqual(['failed', 'went on'])
})

it('refuses at once while a long pause lasts, in that channel only, and goes on afterwards', async () => {
  const clock = { now: 1_000_000 }
  const lane = lanes(() => clock.now)
  await expect(lane.run('room', limited(60_000))).rejects.toMatchObject({ retryAfterMs: 60_000 })
  await expect(lane.run('room', async () => 'too early')).rejects.toMatchObject({ trouble: 'rate-limited', retryAfterMs: 60_000 })
  expect(await lane.run('direct', async () => 'elsewhere')).toBe('elsewhere')
  clock.now += 60_000
  expect(await lane.run('room', async () => 'again')).toBe('again')
})

it('waits a short pause out', async () => {
  const lane = lanes(Date.now)
  const began = performance.now()
  await lane.run('room', limited(300)).catch(() => undefined)
  await lane.run('room', async () => undefined)
  expect(performance.now() - began).toBeGreaterThan(250)
})

it('is not frozen by a clock that is set back', async () => {
  const clock = { now: 1_000_000 }
  const lane = lanes(() => clock.now)
  await lane.run('room', async () => undefined)
  clock.now = 0
  expect(await lane.run('room', async () => 'on time')).toBe('on time')
})
