// Where people are reached who have both platforms: it is for them to say.
import { expect, it } from 'vitest'
import { sceneForEach } from '../world.ts'
import { bookButtons, cardSays, roughPattern } from './acts.ts'

const scene = sceneForEach()
const WHERE = { user: 'priya' }
const say = (text: string, platform: 'slack' | 'teams') => scene.world.command('priya', `/coaching ${text}`, { platform })
const told = (text: RegExp) => scene.world.message(WHERE, text)

it('a supervisor who is no admin chooses Teams, and is reached there although she acts in Slack, until she takes that back', async () => {
  await say('here', 'teams')
  await told(/reached here in Teams/)
  await say('rollback 0', 'slack')
  await told(/Only Halftime's admins/)
  const first = await roughPattern(scene.world, 'ines', WHERE)
  expect(first.platform).toBe('teams')

  await say('here off', 'slack')
  await told(/wherever you last pressed or wrote/)
  const second = await roughPattern(scene.world, 'jon', WHERE)
  expect(second.platform).toBe('slack')

  // Pressing the card in Teams makes that the place she was last.
  await scene.world.click('priya', first, bookButtons(first)[0]!)
  await cardSays(scene.world, WHERE, first, /Booked:/)
  await scene.world.advance('P8D')
  const third = await roughPattern(scene.world, 'ines', WHERE)
  expect(third.platform).toBe('teams')
})

it('a stranger chooses nothing', async () => {
  await scene.world.command('olga', '/coaching here', { platform: 'slack' })
  await scene.world.message({ user: 'olga' }, /not|cannot|only/i)
  expect(scene.bot.ports.counts.all()['refusal.stranger']).toBe(1)
})
