import type { Notice } from '../coaching/told-cards.ts'
import type { Words } from '../coaching/view.ts'
import type { Ports } from '../ports.ts'
import { SETTINGS } from './kinds.ts'
import { currentSettings } from './tune.ts'

type Fact = { readonly title: string; readonly value: string }

/** How things are set, who set them so, and what happened since the start. `zone`: the reader's. */
export async function status(ports: Ports, words: Words, zone: string): Promise<Notice> {
  const { settings } = await currentSettings(ports)
  const { coach, praise } = settings.policy
  const rule = { customer: words.score(coach.customerBelow), agentScore: words.score(coach.agentBelow), count: coach.inARow }
  const facts: Fact[] = [
    { title: words.say('command.status.coach'), value: words.say('command.status.coach-rule', rule) },
    {
      title: words.say('command.status.praise'),
      value: words.say('command.status.praise-rule', { praise: words.score(praise.customerAbove) }),
    },
    {
      title: words.say('command.status.limit'),
      value: words.say('command.status.limit-rule', { count: settings.limit.sessions, days: settings.limit.days }),
    },
    ...(await changedBy(ports, words, zone)),
    ...happenings(ports, words),
  ]
  return { title: words.say('command.status.title'), facts }
}

async function changedBy(ports: Ports, words: Words, zone: string): Promise<Fact[]> {
  const stored = await ports.store.get(SETTINGS, 'current')
  if (!stored) return []
  const who = (await ports.centre.person(stored.body.by))?.name ?? stored.body.by
  const moment = words.say('moment', { day: words.day(stored.body.at, zone), time: words.time(stored.body.at, zone) })
  return [{ title: words.say('command.status.changed'), value: words.say('command.status.changed-by', { who, moment }) }]
}

function happenings(ports: Ports, words: Words): Fact[] {
  const counts = ports.counts.all()
  const judged = ['coach', 'recognise', 'leave'].reduce((sum, kind) => sum + (counts[`judged ${kind}`] ?? 0), 0)
  const shown = { judged, proposed: counts.proposed ?? 0, booked: counts.booked ?? 0, praised: counts.recognised ?? 0 }
  return Object.entries(shown).map(([key, value]) => ({ title: words.say(`command.status.${key}`), value: String(value) }))
}
