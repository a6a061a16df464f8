// The tenant and the two app registrations in it: the bot, and the daemon that reads calendars.
export const TENANT = '00000000-0000-4000-8010-000000000001'
export const OTHER_TENANT = '00000000-0000-4000-8010-000000000002'

export interface App {
  readonly id: string
  readonly secret: string
  /** Scopes it may ask for. */
  readonly scopes: readonly string[]
  /** Application permissions for Graph that an admin of the tenant consented to. */
  readonly consented: readonly string[]
}

export const BOT_SCOPE = 'https://api.botframework.com'
export const GRAPH_SCOPE = 'https://graph.microsoft.com'

export const TEAMS_APP: App = {
  id: '00000000-0000-4000-8011-000000000001',
  secret: 'sandbox-teams-secret',
  scopes: [BOT_SCOPE, GRAPH_SCOPE],
  consented: ['GroupMember.Read.All', 'User.Read.All'],
}

export const GRAPH_APP: App = {
  id: '00000000-0000-4000-8011-000000000002',
  secret: 'sandbox-graph-secret',
  scopes: [GRAPH_SCOPE],
  consented: ['Calendars.ReadWrite', 'Mail.Send', 'MailboxSettings.Read', 'User.Read.All'],
}

export const APPS: readonly App[] = [TEAMS_APP, GRAPH_APP]
