// Whether workforce management can put a coaching on the schedule: each business unit needs an activity code for it.

import * as z from 'zod'
import type { Finding } from '../../findings.ts'
import { fine, unclear, wrong } from './findings.ts'
import { type Probe, wentWell } from './probe.ts'

const Unit = z.object({
  name: z.string().nullish(),
  settings: z.object({ coaching: z.object({ defaultActivityCode: z.object({ id: z.string() }).nullish() }).nullish() }).nullish(),
})
const Codes = z.object({
  entities: z
    .array(
      z.object({ id: z.string(), name: z.string().nullish(), active: z.boolean().nullish(), category: z.string().nullish() }),
    )
    .nullish(),
})
type Code = NonNullable<z.infer<typeof Codes>['entities']>[number]

/** What coaching may use: https://help.mypurecloud.com/articles/schedule-a-coaching-appointment/ */
const CATEGORIES = new Set(['Meeting', 'OffQueueWork', 'Training'])

const next = (unit: string) =>
  `In Admin → Workforce Management → Business Units → ${unit}, choose an activity code for coaching: active, of category Meeting, Off Queue or Training.`

function judged(unit: string, chosen: string | undefined, codes: readonly Code[]): Finding {
  const what = `coaching on the schedule: ${unit}`
  if (!chosen) return wrong(what, `${unit} has no activity code for coaching`, next(unit))
  const code = codes.find(({ id }) => id === chosen)
  if (!code || code.active === false) return wrong(what, `the activity code for coaching of ${unit} is out of use`, next(unit))
  if (!CATEGORIES.has(code.category ?? ''))
    return wrong(
      what,
      `the activity code "${code.name}" of ${unit} is of category ${code.category}, which coaching cannot use`,
      next(unit),
    )
  return fine(what, `activity code "${code.name}" (${code.category})`)
}

async function ofUnit(probe: Probe, id: string): Promise<Finding> {
  const [unit, codes] = await Promise.all([
    probe.ask(({ wfm }) => wfm.getWorkforcemanagementBusinessunit(id, { expand: ['settings.coaching'] })),
    probe.ask(({ wfm }) => wfm.getWorkforcemanagementBusinessunitActivitycodes(id)),
  ])
  const found = Unit.safeParse(unit.body).data
  const listed = Codes.safeParse(codes.body).data
  const name = found?.name ?? id
  if (!wentWell(unit) || !wentWell(codes) || !found || !listed)
    return unclear(
      `coaching on the schedule: ${name}`,
      'the business unit could not be read',
      'Mend the permissions above and run this again.',
    )
  return judged(name, found.settings?.coaching?.defaultActivityCode?.id, listed.entities ?? [])
}

/** One line for each business unit the queues' agents are planned in. */
export async function planning(probe: Probe, businessUnits: readonly string[]): Promise<Finding[]> {
  if (businessUnits.length > 0) return Promise.all(businessUnits.map((id) => ofUnit(probe, id)))
  const found = 'none of the agents that were looked at is planned in workforce management'
  return [unclear('coaching on the schedule', found, 'Nothing to do if you plan elsewhere: coaching then stands on no schedule.')]
}
