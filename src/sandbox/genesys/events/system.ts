// What the notification service says about a channel itself, unasked. SystemMessageSystemMessage in the contract.
import { CLIENT, ORGANIZATION } from '../org.ts'
import { envelopeOf } from './telling.ts'

const SYSTEM = {
  token_revoked: { reason: 'user_tokens_revoked', message: 'The token of this channel was revoked.' },
  no_longer_subscribed: { reason: 'another_channel_subscribed', message: 'Another channel took the place of this one.' },
} as const

/** `v2.system.token_revoked.<channel id>` or `v2.system.no_longer_subscribed.<channel id>`, as text. */
export function systemMessage(type: keyof typeof SYSTEM, channelId: string): string {
  const eventBody = {
    channelId,
    systemTopicType: type,
    organizationId: ORGANIZATION,
    oauthClientId: CLIENT.id,
    oauthClientOrgId: ORGANIZATION,
    ...SYSTEM[type],
  }
  return JSON.stringify(envelopeOf(`v2.system.${type}.${channelId}`, eventBody))
}
