// What Teams tells a bot when its app is added to a team. From it a bot learns which team the channels belong to.
// https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/subscribe-to-conversation-events#installation-update-event
import type { Json } from '../core/json.ts'
import type { WorldRoom } from '../core/world.ts'
import { activity } from './activities.ts'
import type { Courier } from './deliver.ts'
import { TEAM, type Tenant } from './tenant.ts'

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
