// Who works where: teams with their agents, and every conversation there is with the bot.

export const first = ({ name }) => name.split(' ')[0]

const has = (person, platform) => person.accounts.some((account) => account.platform === platform)

export const direct = (person, platform) => ({
  key: `${platform} ${person.id}`,
  platform,
  title: person.name,
  about: 'direct messages with Halftime',
  chat: `dm:${person.id}`,
  viewer: person,
  viewers: [person],
})

function roomOf(room, people) {
  const viewers = room.members.map((id) => people.find((person) => person.id === id)).filter(Boolean)
  return {
    key: `${room.platform} ${room.id}`,
    platform: room.platform,
    title: room.platform === 'slack' ? `#${room.name}` : room.name,
    about: room.private ? 'private room' : 'room',
    chat: room.id,
    viewer: viewers[0],
    viewers,
  }
}

/** Who decides about an agent, and where the card goes: the team's room, else the supervisor directly. */
function deciding(agent, { people, rooms, deliver }) {
  const supervisor = people.find(({ id }) => id === agent.supervisor)
  const home = deliver.get(agent.team)
  const room = home && rooms.find(({ id, platform }) => id === home.room && platform === home.platform)
  if (!room) return { supervisor, conversation: direct(supervisor, supervisor.platform) }
  return { supervisor, conversation: { ...roomOf(room, people), viewer: supervisor } }
}

/** Those in the conversation who may decide: the supervisor, and the one above. */
function decidersOf({ supervisor, conversation }) {
  return [supervisor, ...conversation.viewers.filter(({ id, role }) => id === supervisor.supervisor && role === 'supervisor')]
}

/** `{teams: [{id, name, agents: [{person, supervisor, deciders, decider, own}]}], conversations}`; decider and own are conversations. */
export function placesOf({ people, rooms, teams }, deliver) {
  const known = { people, rooms, deliver }
  const seat = (person) => {
    const { supervisor, conversation } = deciding(person, known)
    const deciders = decidersOf({ supervisor, conversation })
    return { person, supervisor, deciders, decider: conversation, own: direct(person, person.platform) }
  }
  const agents = people.filter(({ role, supervisor }) => role === 'agent' && people.some(({ id }) => id === supervisor))
  const directs = people.flatMap((person) => ['slack', 'teams'].filter((on) => has(person, on)).map((on) => direct(person, on)))
  return {
    teams: teams.map(({ id, name }) => ({ id, name, agents: agents.filter(({ team }) => team === id).map(seat) })),
    conversations: [...rooms.map((room) => roomOf(room, people)), ...directs],
  }
}

/** The messages of one conversation among all that its viewer sees. */
export const within = ({ platform, chat }, messages) => messages.filter((one) => one.platform === platform && one.chat === chat)
