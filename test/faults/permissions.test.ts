// Somebody takes a permission away in the midst of a booking: nothing half done stays, and those who can mend it hear of it.

import { expect } from 'vitest'
import type { World } from '../control.ts'
import { inAny } from '../said.ts'
import { faultRow } from './row.ts'
import { DIRECTLY, deeds, inScene, pressAll, type Turn, watch, weeks } from './weeks.ts'

const AT = {
  schedule: { vendor: 'Genesys', path: '/api/v2/workforcemanagement/businessunits/{id}/agentschedules/search', about: 'id' },
  appointment: { vendor: 'Genesys', path: '/api/v2/coaching/appointments', about: 'id' },
  microsoft: { vendor: 'Microsoft', path: '/v1.0/users/{id}/events', about: 'email' },
  google: { vendor: 'Google', path: '/calendar/v3/calendars/{id}/events', about: 'email' },
} as const

/** Rita's team has its calendars at Google. */
const calendarOf = ({ supervisor }: Turn) => (supervisor.first === 'rita' ? 'google' : 'microsoft')
const where = (turn: Turn) => (['schedule', 'appointment', calendarOf(turn)] as const)[turn.run.n % 3]!
const forbidden = (turn: Turn) => AT[where(turn)]
const isCalendar = (turn: Turn): boolean => where(turn) === calendarOf(turn)

function takeAway(world: World, turn: Turn): Promise<unknown> {
  const { vendor, path, about } = forbidden(turn)
  return world.fault({ vendor: vendor.toLowerCase(), method: 'POST', path, about: turn.agent[about], plan: ['403'], times: 2 })
}

const STEP_S = 5
const NOT_ALLOWED = new RegExp(inAny('note.not-allowed'))
const UNDONE_S = 60

faultRow(
  {
    id: 'A14',
    injected:
      'a permission is gone at the click or in mid-booking: for schedules, for appointments, or for the calendar once the appointment stands',
    expected: 'what was written is taken back within 60 s, the card says why, the admins are told once a day for each vendor',
    whole: 100,
    sample: 10,
  },
  ({ runs, inRun, saw, note }) =>
    inScene(DIRECTLY, async (scene) => {
      const { world } = scene
      const seen = watch(world)
      let slowest = 0
      for await (const turns of weeks(scene, { seen, runs })) {
        const effects = seen.entries.length
        const since = () => seen.entries.slice(effects)
        for (const turn of turns) await takeAway(world, turn)
        await pressAll(world, turns)
        const steps = await seen.passUntil('everybody to be told', { step: `PT${STEP_S}S`, most: 24 }, () =>
          turns.every(({ card }) => NOT_ALLOWED.test(seen.text(card.id))),
        )
        slowest = Math.max(slowest, steps * STEP_S)
        for (const turn of turns)
          await inRun(turn.run, async () => {
            const made = deeds(since(), 'appointment.created', turn.agent.id).map(({ id }) => id)
            const gone = deeds(since(), 'appointment.deleted', turn.agent.id).map(({ id }) => id)
            expect(made).toHaveLength(isCalendar(turn) ? 1 : 0)
            expect(gone).toEqual(made)
            expect(deeds(since(), 'event.created', turn.agent.email)).toEqual([])
            saw(`${where(turn)}: nothing stands, and the card says why`)
          })
        const vendors = new Set(turns.map((turn) => forbidden(turn).vendor))
        const told = () => deeds(since(), 'message.posted', 'does not let Halftime do its work')
        await seen.until('the admins to be told', () => told().length >= vendors.size)
        expect(
          told()
            .map(({ body }) => String(body.text).split(' ')[0])
            .toSorted(),
        ).toEqual([...vendors].toSorted())
        await world.call('DELETE', '/faults')
      }
      expect(slowest).toBeLessThanOrEqual(UNDONE_S)
      note(`taken back within ${slowest} s; the admins told once a day and vendor`)
    }),
)
