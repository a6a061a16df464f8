import * as z from 'zod'
import type { CoachingEvent } from '../../coaching/event.ts'
import { Inputs } from '../../coaching/inputs.ts'
import type { Place } from '../../coaching/people.ts'

const short = z.string().max(300)
const named = z.object({ id: short })

/** What we use of an activity: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference#activity-object */
export const Activity = z.object({
  type: z.string().max(64),
  id: short.optional(),
  channelId: z.literal('msteams'),
  serviceUrl: z.url().max(500),
  name: z.string().max(64).optional(),
  action: z.string().max(64).optional(),
  text: z.string().optional(),
  replyToId: short.optional(),
  locale: z.string().max(64).optional(),
  from: z.object({ id: short, aadObjectId: z.string().min(1).max(64).optional() }),
  conversation: z.object({ id: short, conversationType: z.string().max(64).optional(), tenantId: short.optional() }),
  channelData: z
    .object({ tenant: named.optional(), team: z.object({ id: short.optional() }).optional(), channel: named.optional() })
    .nullish(),
  entities: z.array(z.object({ type: z.string().optional(), timezone: z.unknown().optional() })).optional(),
  value: z.unknown().optional(),
})
export type Activity = z.infer<typeof Activity>

/** A button's own data, with everything that was filled in on its card beside it. */
const Pressed = z
  .looseObject({ button: z.string().min(1).max(200), msteams: z.unknown().optional() })
  .transform(({ button, msteams: _, ...rest }) => ({ button, inputs: rest }))
  .pipe(z.object({ button: z.string(), inputs: Inputs }))
type Pressed = z.infer<typeof Pressed>

/** A dialog is asked for, or was sent. */
export const isTask = ({ type, name }: Activity): boolean =>
  type === 'invoke' && (name === 'task/fetch' || name === 'task/submit')

const Task = z.object({ data: Pressed })

const Execute = z.object({ action: z.object({ data: Pressed }) })

export const tenantOf = ({ conversation, channelData }: Activity): string | undefined =>
  conversation.tenantId ?? channelData?.tenant?.id

export const isPersonal = ({ conversation }: Activity): boolean => conversation.conversationType === 'personal'

/** The channel an activity happened in; the id of a thread carries its root message, the channel's own does not. */
export const channelOf = ({ conversation, channelData }: Activity): string | undefined =>
  conversation.conversationType === 'channel' ? (channelData?.channel?.id ?? conversation.id.split(';', 1)[0]) : undefined

/** The handle of the press that waits for an answer, by what is answered: words or a card, or a dialog. */
type Waiting = Pick<Place, 'reply' | 'dialog'>

/**
 * What an activity means to us. Never throws: what we do not know
 * is an event too.
 */
export function meaningOf(activity: Activity, waiting: Waiting = {}): CoachingEvent {
  const place = placeOf(activity, waiting)
  if (!place) return { kind: 'unsupported', what: 'an activity of nobody' }
  const pressed = pressedIn(activity)
  if (pressed)
    return {
      kind: 'pressed',
      button: pressed.button,
      ...filledIn(pressed),
      place,
      delivery: deliveryOf(activity, pressed.button),
    }
  if (activity.type === 'message' && activity.text !== undefined && activity.value == null)
    return { kind: 'commanded', text: spoken(activity.text), place, delivery: `msg:${activity.id ?? ''}` }
  return { kind: 'unsupported', what: `teams ${activity.type} ${activity.name ?? ''}`.trim() }
}

/** Action.Execute comes as an invoke, its Action.Submit fallback as a message without words; dialogs have invokes of their own. */
function pressedIn(activity: Activity): Pressed | undefined {
  const { type, name, value } = activity
  if (isTask(activity)) return Task.safeParse(value).data?.data
  if (type === 'invoke' && name === 'adaptiveCard/action') return Execute.safeParse(value).data?.action.data
  return type === 'message' ? Pressed.safeParse(value).data : undefined
}

/** Clients send an input that was left empty as an empty text, or not at all. */
function filledIn({ inputs }: Pressed): { inputs?: Inputs } {
  const given = Object.entries(inputs).filter(([, value]) => value !== '')
  return given.length > 0 ? { inputs: Object.fromEntries(given) } : {}
}

/** Teams repeats a slow invoke with the same id; two clicks are two ids. */
const deliveryOf = ({ from, replyToId, id }: Activity, button: string): string =>
  `inv:${from.aadObjectId}:${replyToId ?? ''}:${button}:${id ?? ''}`

function placeOf(activity: Activity, waiting: Waiting): Place | undefined {
  const { from, conversation, replyToId, locale } = activity
  if (!from.aadObjectId) return undefined
  const zone = zoneOf(activity)
  const channel = channelOf(activity)
  const language = locale && locale.length <= 16 ? { language: locale } : {}
  return {
    account: { platform: 'teams', id: from.aadObjectId, ...language, ...(zone ? { zone } : {}) },
    chat: conversation.id,
    ...(replyToId ? { message: replyToId } : {}),
    ...(channel ? { room: { platform: 'teams', id: channel } } : {}),
    ...waiting,
  }
}

function zoneOf({ entities = [] }: Activity): string | undefined {
  const zone = entities.find(({ type }) => type === 'clientInfo')?.timezone
  if (typeof zone !== 'string' || zone.length > 64) return undefined
  try {
    return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone).timeZoneId
  } catch {
    return undefined
  }
}

/** In channels the bot's mention stands before the words; Teams pads with non-breaking spaces. */
const spoken = (text: string): string =>
  text
    .slice(0, 2_000)
    .replaceAll(/<at>[^<]{0,200}<\/at>/g, ' ')
    .replaceAll(/&nbsp;|\s+/g, ' ')
    .trim()
