// What the bot's answer to Action.Execute does on the screen of whoever pressed.
// https://learn.microsoft.com/adaptive-cards/authoring-cards/universal-action-model#response-format
import { isRecord } from '../core/json.ts'
import type { Delivered, WorldPerson } from '../core/world.ts'
import { CARD, cardFaults } from './content.ts'
import { place, redrawFor } from './messages.ts'
import type { Card, TeamsMessage, Tenant } from './tenant.ts'

interface Press {
  readonly by: WorldPerson
  readonly message: TeamsMessage
}

/** Only the person who pressed sees it. */
function tell(tenant: Tenant, { by, message }: Press, { text, from }: { text: string; from: 'bot' | 'other' }): void {
  place(tenant, { conversation: message.conversation, content: { text }, onlyFor: by.id, by: from })
}

function violate({ world }: Tenant, what: string): void {
  world.violate({ vendor: 'teams', method: 'POST', path: '/api/messages', what })
}

function replace(tenant: Tenant, press: Press, card: Card): void {
  for (const fault of cardFaults(card)) violate(tenant, `the invoke's answer: ${fault}`)
  redrawFor(tenant, press.message, { person: press.by, card })
}

/** A card takes the message's place for this person; a sentence or an error is shown to them alone; silence changes nothing. */
export function showOutcome(tenant: Tenant, press: Press, { status, body }: Delivered): void {
  if (press.message.deleted) return
  const trouble = (text: string) => tell(tenant, press, { text, from: 'other' })
  if (status === 0) return void trouble('Unable to reach app. Please try again.')
  if (status !== 200) return void trouble('Something went wrong. Please try again.')
  if (!isRecord(body) || body.statusCode === undefined) return
  const { type, value } = body
  if (type === CARD && isRecord(value)) return void replace(tenant, press, value)
  if (type === 'application/vnd.microsoft.activity.message') return void tell(tenant, press, { text: String(value), from: 'bot' })
  if (type === 'application/vnd.microsoft.error' && isRecord(value))
    return void tell(tenant, press, { text: String(value.message), from: 'bot' })
  violate(tenant, `an invoke was answered with the unknown type "${String(type)}"`)
  trouble('Something went wrong. Please try again.')
}
