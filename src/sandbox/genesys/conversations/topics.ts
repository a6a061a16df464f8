// Notification topics this Genesys has.
import { GENESYS } from '../../contracts/contracts.ts'
import type { Limits } from '../org.ts'

const PARAMETER = '[A-Za-z0-9-]+'

const TOPICS = Object.keys(GENESYS.topics).map((template) => ({
  template,
  pattern: new RegExp(`^${template.replaceAll('.', '\\.').replace('{id}', `(${PARAMETER})`)}$`),
}))

/** What one must be allowed to hear them; the routes themselves ask for nothing. */
const PERMISSIONS: Readonly<Record<string, readonly string[]>> = {
  'v2.speechandtextanalytics.conversation.{id}.sentiment': ['speechAndTextAnalytics:data:view'],
  'v2.speechandtextanalytics.conversation.{id}.empathy': ['speechAndTextAnalytics:data:view'],
  'v2.routing.queues.{id}.conversations': ['conversation:communication:view'],
  'v2.quality.evaluations': ['quality:evaluation:view'],
}

interface Topic {
  readonly template: string
  /** What stands in the place of `{id}`; '' in a topic without one. */
  readonly id: string
  readonly permissions: readonly string[]
}

/** undefined when the platform has no such topic. */
export function topicOf(name: string): Topic | undefined {
  for (const { template, pattern } of TOPICS) {
    const found = pattern.exec(name)
    if (found) return { template, id: found[1] ?? '', permissions: PERMISSIONS[template] ?? [] }
  }
  return undefined
}

const SENTIMENT = 'v2.speechandtextanalytics.conversation.{id}.sentiment'

/** What carries a topic; only the sentiment topic's is ever changed. */
const transportsOf = (template: string, { topicTransports }: Limits): string[] =>
  template === SENTIMENT ? topicTransports.split(',') : ['Websocket', 'EventBridge']

export const onSocket = (template: string, limits: Limits): boolean =>
  transportsOf(template, limits).some((transport) => transport === 'Websocket' || transport === 'All')

/** `expand` names the fields that are asked for besides the id. */
export const availableTopics = (expand: readonly string[], limits: Limits) =>
  TOPICS.map(({ template }) => {
    const more = {
      description: template,
      visibility: 'Public',
      transports: transportsOf(template, limits),
      enforced: true,
      requiresPermissions: PERMISSIONS[template] ?? [],
      topicParameters: template.includes('{id}') ? ['id'] : [],
    }
    const wanted = Object.entries(more).filter(([name]) => expand.includes(name))
    return { id: template, requiresCurrentUser: false, ...Object.fromEntries(wanted) }
  })
