// What the bot says about a delivery: in the acknowledgement of a slash command, or at its response_url.
// https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
import type { Answer, Call, Delivered, Route } from '../core/world.ts'
import { type Arguments, flag, no, type Reply, yes } from './asked.ts'
import { chartless } from './charts.ts'
import { contentOf, isEmpty, refusedContent } from './content.ts'
import { living, place, redraw, remove } from './messages.ts'
import type { Channel, Grant, Workspace } from './workspace.ts'

interface Where {
  readonly channel: Channel
  readonly user: string
  readonly message?: string
}

/** Says it: privately unless `in_channel`; in place of the message that was clicked when asked so. */
function say(workspace: Workspace, where: Where, args: Arguments): Reply {
  const clicked = where.message === undefined ? undefined : living(workspace, where.message)
  if (flag(args.delete_original)) {
    if (clicked) remove(workspace, clicked, 'bot')
    return yes()
  }
  const refusal = refusedContent(args) ?? chartless(workspace, args)
  if (refusal) return refusal
  const content = contentOf(args)
  if (isEmpty(content)) return no('no_text')
  if (flag(args.replace_original) && clicked) redraw(workspace, clicked, content)
  else
    place(workspace, { channel: where.channel, content, ...(args.response_type === 'in_channel' ? {} : { onlyFor: where.user }) })
  return yes()
}

function spent(grant: Grant | undefined, now: number): string | undefined {
  if (!grant) return 'invalid_url'
  if (now > grant.until) return 'expired_url'
  return grant.uses <= 0 ? 'used_url' : undefined
}

function respond(workspace: Workspace, call: Call): Answer {
  const grant = workspace.grants.get(call.params.token ?? '')
  const error = spent(grant, workspace.world.clock.now())
  const channel = grant && workspace.channel(grant.channel)
  if (error || !grant || !channel) return { status: 404, body: no(error ?? 'invalid_url') }
  if (typeof call.body !== 'object' || call.body === null) return { status: 400, body: no('invalid_payload') }
  grant.uses -= 1
  const args = call.body as Arguments
  const reply = say(workspace, { ...grant, channel }, args)
  if (reply.ok) return { status: 200, body: reply }
  if (chartless(workspace, args)) return { status: 400, body: reply }
  const what = [reply.error, JSON.stringify(reply.errors ?? [])].join(' ')
  workspace.world.violate({ vendor: 'slack', method: call.method, path: '/response/{token}', what })
  return { status: 400, body: reply }
}

export function serveAnswers(workspace: Workspace, route: Route): void {
  route('POST', '/response/{token}', (call) => respond(workspace, call))
}

/** A slash command's acknowledgement may carry a message, shown to the person who typed it. */
export function sayAcknowledgement(workspace: Workspace, where: Where, { status, body }: Delivered): void {
  if (status !== 200 || body === null || body === '') return
  const args = typeof body === 'string' ? { text: body } : (body as Arguments)
  const reply = say(workspace, where, args)
  if (!reply.ok && reply.error !== 'no_text') {
    workspace.world.violate({ vendor: 'slack', method: 'POST', path: 'acknowledgement', what: String(reply.error) })
  }
}

/** Slackbot tells the person privately when the app did not answer. */
export function sayTrouble(workspace: Workspace, where: Where & { readonly what: string }, { status, body }: Delivered): void {
  if (status === 200) return
  const silent = (body as { error?: string } | null)?.error
  const error = status === 0 ? (silent ?? 'dispatch_failed') : status >= 500 ? 'http_service_error' : 'http_client_error'
  const text = `${where.what} failed with the error "${error}"`
  place(workspace, { channel: where.channel, content: { text, blocks: [] }, onlyFor: where.user, bySlackbot: true })
}
