// What the bot token may do: scopes as the app was installed with, less those somebody took away by reinstalling it without them.
// https://docs.slack.dev/reference/scopes
import type { ChangeHandler } from '../core/world.ts'
import { type Arguments, no, type Reply, text } from './asked.ts'
import type { Workspace } from './workspace.ts'

const INSTALLED = [
  'chat:write',
  'commands',
  'im:write',
  'im:read',
  'users:read',
  'users:read.email',
  'usergroups:read',
  'channels:read',
  'groups:read',
  'im:history',
  'groups:history',
  'channels:history',
]

/** A method that is not listed wants none. */
const NEEDED: Readonly<Record<string, string>> = {
  'chat.delete': 'chat:write',
  'chat.postEphemeral': 'chat:write',
  'chat.postMessage': 'chat:write',
  'chat.update': 'chat:write',
  'conversations.open': 'im:write',
  'usergroups.list': 'usergroups:read',
  'usergroups.users.list': 'usergroups:read',
  'users.info': 'users:read',
  'users.lookupByEmail': 'users:read.email',
}
/** Of these the kind of conversation decides: im:read, groups:history … */
const BY_KIND: Readonly<Record<string, string>> = {
  'conversations.history': 'history',
  'conversations.info': 'read',
  'conversations.members': 'read',
}

export const granted = ({ withheld }: Workspace): string[] => INSTALLED.filter((scope) => !withheld.has(scope))

function neededBy(workspace: Workspace, method: string, args: Arguments): string | undefined {
  const right = BY_KIND[method]
  const channel = right && workspace.channel(text(args.channel))
  if (!channel) return NEEDED[method]
  return `${channel.person ? 'im' : channel.room?.private ? 'groups' : 'channels'}:${right}`
}

/** Slack names what it wanted and what there is. */
export function missingScope(workspace: Workspace, method: string, args: Arguments): Reply | undefined {
  const needed = neededBy(workspace, method, args)
  const provided = granted(workspace)
  if (needed === undefined || provided.includes(needed)) return undefined
  return no('missing_scope', { needed, provided: provided.join(',') })
}

/** {permission: "chat:write", granted: false}: the app is reinstalled without that scope, or with it again. */
export const scopeChange =
  (workspace: Workspace): ChangeHandler =>
  ({ permission, granted: given }) => {
    if (typeof permission !== 'string' || !INSTALLED.includes(permission) || typeof given !== 'boolean')
      return `Say {"permission": "chat:write", "granted": false}; scopes: ${INSTALLED.join(', ')}.`
    if (given) workspace.withheld.delete(permission)
    else workspace.withheld.add(permission)
    return { granted: granted(workspace) }
  }
