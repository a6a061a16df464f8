// Notification topics this Genesys has.
import { GENESYS } from '../../contracts/contracts.ts'

const PARAMETER = '[A-Za-z0-9-]+'

const TOPICS = Object.keys(GENESYS.topics).map((template) => ({
  template,
  pattern: new RegExp(`^${template.replaceAll('.', '\\.').replace('{id}', `(${PARAMETER})`)}$`),
}))

/** What one must be allowed to hear them; the routes themselves ask for nothing. */
const PERMISSIONS: Readonly<Record<string, readonly string[]>> = {
  'v2.speechandtextanalytics.conversation.{id}.sentiment': ['speechAndTextAnalytics:data:view'],
  'v2.routing.queues.{id}.conversations': ['conversation:communication:view'],
}

interface Topic {
  readonly template: string
  readonly id: string
  readonly permissions: readonly string[]
}

/** undefined when the platform has no such topic. */
export function topicOf(name: string): Topic | undefined {
  for (const { template, pattern } of TOPICS) {
    const id = pattern.exec(name)?.[1]
    if (id !== undefined) return { template, id, permissions: PERMISSIONS[template] ?? [] }
  }
  return undefined
}

export const availableTopics = () =>
  TOPICS.map(({ template }) => ({
    id: template,
    description: template,
    visibility: 'Public',
    transports: ['Websocket'],
    enforced: true,
    requiresPermissions: PERMISSIONS[template] ?? [],
    requiresCurrentUser: false,
    topicParameters: ['id'],
  }))
