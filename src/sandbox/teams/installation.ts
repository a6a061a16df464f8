// What Teams tells a bot when its app is added to a team. From it a bot learns which team the channels belong to.
// https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/subscribe-to-conversation-events#installation-update-event
import type { Json } from '../core/json.ts'
import type { ChangeHandler, WorldRoom } from '../core/world.ts'
import { activity } from './activities.ts'
import type { Courier } from './deliver.ts'
import { objectIdOf, TEAM, type Tenant } from './tenant.ts'

const GENERAL: WorldRoom = { id: TEAM.id, platform: 'teams', name: 'General', private: false, members: [] }

function installation(tenant: Tenant, serviceUrl: string): Json {
  // An admin added the app, in the team's General channel, whose id is the team's own.
  const by = tenant.world.cast.person('ada')!
  const { channelData, ...from } = activity(tenant, { by, conversation: { id: GENERAL.id, room: GENERAL }, serviceUrl })
  const where = {
    ...(channelData as Json),
    team: TEAM,
    settings: { selectedChannel: { id: GENERAL.id } },
    source: { name: 'message' },
  }
  return { ...from, type: 'installationUpdate', action: 'add', channelData: where }
}

/**
 * Teams says it once per installation, and an installation is a bot's address here: a bot that restarts on its address hears it only
 * if it did not take it in before (any answer but 200). Nobody waits for it.
 */
export function announceInstallation(tenant: Tenant, courier: Courier): void {
  const told = new Set<string>()
  tenant.world.onLinked(async (botUrl) => {
    if (told.has(botUrl)) return
    told.add(botUrl)
    const { status } = await courier.deliver(installation(tenant, courier.serviceUrl), botUrl)
    if (status !== 200) told.delete(botUrl)
  })
}

/** {person, action: "remove" | "add"}: an admin takes the app away from somebody, or installs it for them again. Nobody is told. */
export const appChange =
  (tenant: Tenant): ChangeHandler =>
  ({ person: name, action }) => {
    const person = tenant.world.cast.person(String(name ?? ''))
    if (!person || !objectIdOf(person)) return '"person" must be somebody with a Teams account.'
    if (action !== 'add' && action !== 'remove') return '"action" must be "add" or "remove".'
    if (action === 'add') tenant.without.delete(person.id)
    else tenant.without.add(person.id)
    return { person: person.id, installed: action === 'add' }
  }
