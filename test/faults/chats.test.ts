// Chat platforms lose answers, messages and us: cards stay single where that can be known, and a booking is none the worse.

import { expect } from 'vitest'
import type { Entry, World } from '../control.ts'
import { bookButtons } from '../journeys/acts.ts'
import { IN_BOTH, pairsOf } from './pairs.ts'
import { faultRow, type Run } from './row.ts'
import { cardsAbout, DIRECTLY, deeds, inScene, isBooked, MINUTE, type Part, watch, weeks } from './weeks.ts'

const ACTIVITIES = '/v3/conversations/{id}/activities'
const LOST = ['commit-then-reset', 'commit-then-500', 'truncated', 'wrong-type'] as const

/** Only cards about somebody carry their last name. */
const lastName = ({ agent }: Part): string => agent.name.split(' ').at(-1)!

const isOnSlack = ({ supervisor }: Part): boolean => !['tessa', 'theo'].includes(supervisor.first)

const loseCard = (world: World, part: Part) =>
  world.fault({
    ...(isOnSlack(part) ? { vendor: 'slack', path: 'chat.postMessage' } : { vendor: 'teams', method: 'POST', path: ACTIVITIES }),
    about: lastName(part),
    plan: [LOST[part.run.chance(LOST.length)]!],
  })

faultRow(
  {
    id: 'A22',
    injected: 'the answer to posting the card is lost, cut short or unreadable: three in five in Slack, two in Teams',
    expected:
      'in Slack the card is found again by its metadata: no second one; Teams cannot be asked: a second one, counted, and buttons work',
    whole: 500,
    sample: 50,
  },
  ({ runs, inRun, saw, note }) =>
    inScene(DIRECTLY, async (scene) => {
      const { world, bot } = scene
      const seen = watch(world)
      let [from, repeated] = [0, 0]
      const before = async (parts: readonly Part[]) => {
        await seen.read()
        from = seen.entries.length
        await Promise.all(parts.map((part) => loseCard(world, part)))
      }
      for await (const turns of weeks(scene, { seen, runs, before })) {
        // Longer than any card may still be in doubt.
        await world.advance(MINUTE)
        await seen.read()
        for (const turn of turns)
          await inRun(turn.run, async () => {
            const cards = cardsAbout(seen.entries.slice(from), turn.agent.name).length
            expect(cards).toBe(isOnSlack(turn) ? 1 : 2)
            if (!isOnSlack(turn)) repeated += 1
            saw(isOnSlack(turn) ? 'Slack: exactly one card' : 'Teams: a second card')
          })
      }
      expect(bot.ports.counts.all()['posted again without certainty'] ?? 0).toBe(repeated)
      note(`${repeated} counted as posted again without certainty`)
    }),
)

const TROUBLES = ['deleted', 'closed'] as const
/** A message is turned down so often before it goes another way. */
const TRIES = 5

/** What befalls the supervisor's own copy of the card. */
async function befall(world: World, part: Part & { readonly card: { readonly id: string } }, trouble: (typeof TROUBLES)[number]) {
  if (trouble === 'deleted') return world.change({ kind: 'message', id: part.card.id, action: 'delete' })
  const about = lastName(part)
  const archived = { status: 200, body: { ok: false, error: 'is_archived' } }
  const [plan, removed] = [Array(TRIES).fill(archived), Array(TRIES).fill('403')]
  if (isOnSlack(part)) return world.fault({ vendor: 'slack', path: 'chat.update', about, plan })
  return world.fault({ vendor: 'teams', method: 'PUT', path: `${ACTIVITIES}/{activity}`, about, plan: removed })
}

const troubleOf = ({ n }: Run) => TROUBLES[n % TROUBLES.length]!

/** What was deleted is posted anew; where nothing can be written any more, Priya alone has another platform. */
const isReplaced = ({ run, supervisor }: Part): boolean => troubleOf(run) === 'deleted' || supervisor.first === 'priya'

/** The copies of a card that were posted to its supervisor directly. */
const directCopies = (entries: readonly Entry[], { agent }: Part): Entry[] => cardsAbout(entries, agent.name)

faultRow(
  {
    id: 'A23',
    injected:
      'the supervisor’s copy of the card is deleted by somebody, its chat is archived (Slack), or the bot was removed from it (Teams: 403)',
    expected: 'at most five tries, then another way; whoever presses another copy books as ever, and that copy says so',
    whole: 200,
    sample: 20,
  },
  ({ runs, inRun, saw }) =>
    inScene(IN_BOTH, async (scene) => {
      const { world } = scene
      const seen = watch(world)
      for await (const turns of weeks(scene, { seen, runs })) {
        const pairs = await pairsOf(world, seen, turns)
        const effects = seen.entries.length
        for (const pair of pairs) await befall(world, pair, troubleOf(pair.run))
        await Promise.all(pairs.map(({ pressers: [, head] }) => world.click(head.first, head.card, bookButtons(head.card)[0]!)))
        const since = () => seen.entries.slice(effects)
        await seen.passUntil('every booking, a new copy of what is lost', { step: 'PT30S', most: 20 }, () =>
          pairs.every(
            (pair) =>
              isBooked(seen.text(pair.pressers[1].card.id)) && (!isReplaced(pair) || directCopies(since(), pair).length > 0),
          ),
        )
        const told = () => deeds(since(), 'message.posted', ' reach nobody').map(({ body }) => String(body.text).split('\n')[0])
        await seen.passUntil('the admins to hear whom cards do not reach', { step: 'PT1M', most: 10 }, () =>
          pairs.every((pair) => isReplaced(pair) || told().includes(`Cards for ${pair.supervisor.name} reach nobody`)),
        )
        // Longer than any pause before another try.
        await world.advance('PT6M')
        await seen.read()
        expect(new Set(told()).size).toBe(told().length)
        for (const pair of pairs)
          await inRun(pair.run, async () => {
            expect(deeds(since(), 'appointment.created', pair.agent.id)).toHaveLength(1)
            expect(since().filter(({ id, effect }) => id === pair.card.id && effect === 'message.updated')).toEqual([])
            expect(directCopies(since(), pair)).toHaveLength(isReplaced(pair) ? 1 : 0)
            const way = isReplaced(pair) ? 'a new copy where it can be' : 'nowhere else to go, the admins told'
            saw(`${troubleOf(pair.run)}: booked, the room's copy says so, at most ${TRIES} tries, ${way}`)
          })
        await world.call('DELETE', '/faults')
      }
    }),
)
