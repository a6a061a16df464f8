// auth.test, conversations.*, users.*, usergroups.*: what the bot can look up. https://docs.slack.dev/reference/methods
import { membersOf } from '../core/groups.ts'
import type { Json } from '../core/json.ts'
import { type Arguments, count, flag, no, type Reply, text, yes } from './asked.ts'
import { botMember, member } from './members.ts'
import { messageObject } from './messages.ts'
import { BOT, type Channel, chatIdOf, readers, TEAM, USER_GROUP, type Workspace } from './workspace.ts'

type Method = (workspace: Workspace, args: Arguments) => Reply

const authTest: Method = () =>
  yes({
    url: `https://${TEAM.domain}.slack.com/`,
    team: TEAM.name,
    user: BOT.name,
    team_id: TEAM.id,
    user_id: BOT.user,
    bot_id: BOT.bot,
    is_enterprise_install: false,
  })

function channelObject({ world }: Workspace, channel: Channel): Json {
  const { room, person, id } = channel
  if (!room)
    return { id, created: 1_700_000_000, is_im: true, is_org_shared: false, user: person && chatIdOf(person), is_archived: false }
  const kind = { is_channel: !room.private, is_group: room.private, is_im: false, is_mpim: false, is_private: room.private }
  const shared = readers(channel, world.cast).some((user) => world.cast.byChat('slack', user)?.role === 'outsider')
  const more = { is_member: true, is_archived: false, is_general: false, is_ext_shared: shared, is_shared: shared }
  return { id, name: room.name, name_normalized: room.name, created: 1_700_000_000, creator: BOT.user, ...kind, ...more }
}

const open: Method = (workspace, args) => {
  const users = text(args.users).split(',').filter(Boolean)
  if (users.length === 0) return no('users_list_not_supplied')
  if (users.length > 1) return no('method_not_supported_for_channel_type')
  const person = workspace.world.cast.byChat('slack', users[0]!)
  if (!person) return no('user_not_found')
  if (!person.active) return no('user_disabled')
  const channel = workspace.openDirect(users[0]!)!
  return yes({ channel: flag(args.return_im) ? channelObject(workspace, channel) : { id: channel.id } })
}

const aboutChannel: Method = (workspace, args) => {
  const channel = workspace.channel(text(args.channel))
  if (!channel) return no('channel_not_found')
  const members = flag(args.include_num_members) ? { num_members: readers(channel, workspace.world.cast).length + 1 } : {}
  return yes({ channel: { ...channelObject(workspace, channel), ...members } })
}

/** One page of a list; the cursor is an offset, which nobody but us may know. */
function pageOf<T>(all: readonly T[], args: Arguments, otherwise: number) {
  const start = count(Buffer.from(text(args.cursor), 'base64').toString(), 0)
  const end = start + count(args.limit, otherwise)
  return { items: all.slice(start, end), next: end < all.length ? Buffer.from(String(end)).toString('base64') : '' }
}

const history: Method = (workspace, args) => {
  const channel = workspace.channel(text(args.channel))
  if (!channel) return no('channel_not_found')
  const oldest = Number(text(args.oldest) || 0)
  const latest = text(args.latest) ? Number(text(args.latest)) : Number.POSITIVE_INFINITY
  const within = (ts: number): boolean => (flag(args.inclusive) ? ts >= oldest && ts <= latest : ts > oldest && ts < latest)
  const all = [...workspace.messages.values()]
    .filter((message) => message.channel === channel.id && !message.deleted && !message.onlyFor && !message.threadTs)
    .filter((message) => within(Number(message.ts)))
    .reverse()
  const { items, next } = pageOf(all, args, 100)
  const messages = items.map((message) => {
    const { metadata, ...rest } = messageObject(message)
    return flag(args.include_all_metadata) && metadata ? { ...rest, metadata } : rest
  })
  return yes({ messages, has_more: next !== '', pin_count: 0, response_metadata: { next_cursor: next } })
}

const members: Method = (workspace, args) => {
  const channel = workspace.channel(text(args.channel))
  if (!channel) return no('channel_not_found')
  const { items, next } = pageOf([...readers(channel, workspace.world.cast), BOT.user], args, 100)
  return yes({ members: items, response_metadata: { next_cursor: next } })
}

function shown(user: Json, args: Arguments): Json {
  const { locale, ...rest } = user
  return flag(args.include_locale) ? { ...rest, locale } : rest
}

const aboutUser: Method = ({ world }, args) => {
  if (text(args.user) === BOT.user) return yes({ user: botMember() })
  const person = world.cast.byChat('slack', text(args.user))
  return person ? yes({ user: shown(member(person, world.clock.now()), args) }) : no('user_not_found')
}

/** Finds active members of this workspace only; strangers and those who left are not found. */
const lookupByEmail: Method = ({ world }, args) => {
  const person = world.cast.byEmail(text(args.email))
  if (!person?.active || !chatIdOf(person) || person.role === 'outsider') return no('users_not_found')
  return yes({ user: shown(member(person, world.clock.now()), args) })
}

const admins = ({ world, group }: Workspace): string[] => membersOf(group, world.cast).flatMap((person) => chatIdOf(person) ?? [])

const usergroups: Method = (workspace) => {
  const group = { id: USER_GROUP, team_id: TEAM.id, is_usergroup: true, name: 'Coaching admins', handle: 'coaching-admins' }
  return yes({ usergroups: [{ ...group, user_count: admins(workspace).length, date_delete: 0 }] })
}

const usergroupUsers: Method = (workspace, args) =>
  text(args.usergroup) === USER_GROUP ? yes({ users: admins(workspace) }) : no('no_such_subteam')

export const LOOKING = {
  'auth.test': authTest,
  'conversations.open': open,
  'conversations.info': aboutChannel,
  'conversations.history': history,
  'conversations.members': members,
  'users.info': aboutUser,
  'users.lookupByEmail': lookupByEmail,
  'usergroups.list': usergroups,
  'usergroups.users.list': usergroupUsers,
} as const satisfies Readonly<Record<string, Method>>
