// The sandbox's control interface, as the page uses it.

async function answer(response) {
  const body = await response.json()
  if (!response.ok) throw new Error(body.message ?? `The simulated world answered ${response.status}.`)
  return body
}

const get = async (path) => answer(await fetch(path))

const post = async (path, body) =>
  answer(await fetch(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }))

export const world = () => get('/world')

/** Team id → the room its cards go to, as the operator configured it: `<team>=room:<platform>:<room>` pairs. */
export async function roomsOfTeams() {
  const { DELIVER = '' } = await get('/world/env')
  const pairs = DELIVER.matchAll(/([^\s=]+)=room:(slack|teams):(\S+)/g)
  return new Map([...pairs].map(([, team, platform, room]) => [team, { platform, room }]))
}

export const ledger = () => get('/world/ledger')

export const messagesOf = (user) => get(`/world/messages?user=${encodeURIComponent(user)}`)

/** What stands before somebody. */
export const dialogsOf = (user) => get(`/world/dialogs?user=${encodeURIComponent(user)}`)

/** Without a date: today where the agent is. */
export const dayOf = (agent, date) =>
  get(`/world/agents/${encodeURIComponent(agent)}/day${date ? `?date=${encodeURIComponent(date)}` : ''}`)

export const interact = (call) => post('/world/interactions', call)

/** Answers `{status, ms, body}` of the bot; status 0 = it could not be reached. */
export const click = (press) => post('/world/clicks', press)

export const fill = (filled) => post('/world/dialogs', filled)

export const say = (said) => post('/world/commands', said)

/** Calls `hear` with every committed effect from now on, and `again` when the world could not be heard for a while. */
export function listen(hear, again) {
  const events = new EventSource('/world/events')
  let lost = false
  events.addEventListener('message', ({ data }) => hear(JSON.parse(data)))
  events.addEventListener('error', () => {
    lost = true
  })
  events.addEventListener('open', () => {
    if (lost) again()
    lost = false
  })
}
