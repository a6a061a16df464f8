// A change that would bring many more sessions waits until a second admin agrees, in chat.
import { APPROVAL_LIFE_MS, Approval, type ApprovalStep, isMuchMore, loosensApproval, mayBringMore } from '../coaching/approval.ts'
import type { Effect } from '../coaching/effect.ts'
import type { Account, Card, Person, Place } from '../coaching/people.ts'
import { parseButtonId } from '../coaching/proposal.ts'
import type { Settings } from '../coaching/settings.ts'
import { DAY } from '../coaching/slot.ts'
import { type Notice, noticeCard } from '../coaching/told-cards.ts'
import { plain, type Words } from '../coaching/view.ts'
import type { Change, Ports, Stored } from '../ports.ts'
import { adminIds, isAdmin } from './admins.ts'
import { audited, note } from './audit.ts'
import { commit, promptPosts, redrawAll } from './commit.ts'
import { changesBetween, settingsOf } from './history.ts'
import { personOf, rememberHabit } from './identify.ts'
import { APPROVAL, idFrom } from './kinds.ts'
import { postTo } from './post.ts'
import { tell } from './screen.ts'
import { forget } from './tidy.ts'
import { noteChange, settingsChanges, type Told } from './tune.ts'
import { effectOf } from './what-if.ts'

const LOOKED_AT_DAYS = 30

/** Who changes the settings, and why. */
export interface Changing {
  readonly by: Person
  readonly because: string | null
  readonly words: Words
}

export interface Moving {
  /** The one that is changed. */
  readonly version: number
  readonly before: Settings
  readonly settings: Settings
  readonly told: Told
}

/** What to answer when somebody else has to agree first, who is asked now; `alone`: there is nobody to ask; undefined: the change can be made at once. */
export async function approvalFor(ports: Ports, changing: Changing, moving: Moving): Promise<Notice | 'alone' | undefined> {
  const { before, settings } = moving
  const loosens = loosensApproval(before, settings)
  const more = loosens ? undefined : await muchMore(ports, moving)
  if (!loosens && !more) return undefined
  const others = (await adminIds(ports)).filter((id) => id !== changing.by.id)
  // Where there is nobody else, nobody can agree.
  if (others.length === 0) return 'alone'
  return askFor(ports, { changing, moving, others, effect: more ?? null })
}

async function muchMore(ports: Ports, { before, settings }: Moving): Promise<Effect | undefined> {
  if (before.approval.share === null || !mayBringMore(before, settings)) return undefined
  const days = Math.min(LOOKED_AT_DAYS, ports.house.scoreDays)
  const effect = await effectOf(ports, { before, after: settings, days })
  return isMuchMore(effect, before) ? effect : undefined
}

interface Asked {
  readonly changing: Changing
  readonly moving: Moving
  readonly others: readonly Person['id'][]
  readonly effect: Effect | null
}

/** The same change asked for again meets itself. */
async function askFor(ports: Ports, { changing: { by, because, words }, moving, others, effect }: Asked): Promise<Notice> {
  const { version, settings, told } = moving
  const id = idFrom('approval', by.id, String(version), JSON.stringify(settings))
  const known = await ports.store.get(APPROVAL, id)
  if (known) return { title: words.say(`approval.asked-${known.body.state}`), lines: [words.say('approval.nothing-yet')] }
  const buttons = (['approve', 'refuse'] as const).map((does) => ({ code: idFrom(id, does).slice(0, 12), does }))
  const sessions = effect && { ...effect.atMost, days: Math.max(1, Math.round((effect.over.to - effect.over.from) / DAY)) }
  const at = ports.now()
  const body = Approval.parse({
    state: 'waiting',
    by: by.id,
    because,
    at,
    version,
    settings,
    told,
    sessions,
    decided: null,
    buttons,
  })
  const posts = others.map((reader) => postTo(ports, { shows: 'approval', subject: id, reader }))
  const asked = await audited(ports, { ...told, what: 'approval-asked', by: by.id })
  const put: Change = { put: APPROVAL.name, id, expect: 0, body, due: at + APPROVAL_LIFE_MS }
  const written = await commit(ports, [put, asked, ...posts])
  if (!written.ok) throw new Error(`another run was faster at ${written.id}`)
  ports.counts.add('approvals asked for')
  return { title: words.say('approval.waits'), lines: [whyOf(body, words), words.say('approval.nothing-yet')] }
}

const whyOf = ({ sessions }: Approval, words: Words): string =>
  sessions ? words.say('approval.why-more', { ...sessions, count: sessions.days }) : words.say('approval.why-loosens')

interface Pressed {
  readonly button: string
  readonly place: Place
}

/** Somebody pressed a button of such a question. False when it is none. */
export async function pressApproval(ports: Ports, { button, place }: Pressed): Promise<boolean> {
  const parsed = parseButtonId(button)
  const stored = parsed && (await ports.store.get(APPROVAL, parsed.proposal))
  const found = stored?.body.buttons.find(({ code }) => code === parsed?.code)
  if (!stored || !found) return false
  const words = ports.words(place.account.language ?? ports.house.locale)
  const by = await personOf(ports, place.account)
  const who = await checked(ports, by, stored.body)
  if (typeof who === 'string') {
    ports.counts.add(who)
    const named = typeof by === 'string' ? { by } : { by: by.id, uninvited: true }
    await note(ports, { what: 'press-refused', ...named, about: { approval: stored.id }, outcome: who })
    await tell(ports, place, { title: words.say(who) })
    return true
  }
  await rememberHabit(ports, who, place.account)
  const state = await decide(ports, { stored, by: who, does: found.does })
  await tell(ports, place, { title: words.say(`approval.now-${state}`) })
  return true
}

/** An admin, but whoever asked; else why not. */
async function checked(
  ports: Ports,
  by: Awaited<ReturnType<typeof personOf>>,
  { by: asker }: Approval,
): Promise<Person | string> {
  if (typeof by === 'string') return `refusal.${by}`
  if (!(await isAdmin(ports, by))) return 'refusal.not-admin'
  return by.id === asker ? 'approval.not-your-own' : by
}

interface Deciding {
  readonly stored: Stored<Approval>
  readonly by: Person
  readonly does: ApprovalStep
}

/** The first answer stands. Answers how things stand then. */
async function decide(ports: Ports, deciding: Deciding): Promise<Approval['state']> {
  const { stored, by, does } = deciding
  const { body } = stored
  if (body.state !== 'waiting') return body.state
  const decided = { by: by.id, at: ports.now() }
  const approved = await settled(ports, stored, { ...body, decided, state: does === 'approve' ? 'approved' : 'refused' })
  if (approved) return approved
  const now = await ports.store.get(APPROVAL, stored.id)
  if (now && now.version !== stored.version) return decide(ports, { ...deciding, stored: now })
  // The settings are no longer those that were to be changed.
  return (await settled(ports, stored, { ...body, decided, state: 'stale' })) ?? decide(ports, deciding)
}

/** Writes how it ended and, when approved, what was approved; undefined when somebody else wrote first. */
async function settled(ports: Ports, { id, version }: Stored<Approval>, body: Approval): Promise<Approval['state'] | undefined> {
  const { state, told, decided } = body
  const what = state === 'approved' ? 'approved' : 'not-approved'
  const changes: Change[] = [
    { put: APPROVAL.name, id, expect: version, body, due: ports.now() + APPROVAL_LIFE_MS },
    await audited(ports, { ...told, what, by: decided?.by ?? 'bot', outcome: state }),
    redrawAll(id, ports.now()),
    postTo(ports, { shows: 'approval', subject: id, reader: body.by }),
    ...(state === 'approved'
      ? await settingsChanges(ports, { by: { id: body.by }, because: body.because, approvedBy: decided!.by }, body)
      : []),
  ]
  if (!(await commit(ports, changes)).ok) return undefined
  ports.counts.add(`approvals ${state}`)
  if (state === 'approved') noteChange(ports, { version: body.version, by: body.by })
  await promptPosts(ports, id)
  return state
}

/** Nobody answered in time; or the answer is old enough to be forgotten. */
export async function endApproval(ports: Ports, id: string): Promise<void> {
  const stored = await ports.store.get(APPROVAL, id)
  if (stored?.due === undefined || stored.due > ports.now()) return
  if (stored.body.state !== 'waiting') return forget(ports, APPROVAL, id)
  if (!(await settled(ports, stored, { ...stored.body, state: 'expired' }))) throw new Error(`another run was faster at ${id}`)
}

/** What admins read: who wants what, what would come of it, and, once somebody answered, what came of it. */
export async function drawApproval(ports: Ports, { id, body }: Stored<Approval>, account: Account): Promise<Card> {
  const words = ports.words(account.language ?? ports.house.locale)
  const nameOf = async (who: Person['id']) => plain((await ports.centre.person(who))?.name ?? who, 60)
  const before = await settingsOf(ports, body.version)
  const changes = before ? await changesBetween(ports, { before, after: body.settings }, words) : []
  const because = body.because === null ? [] : [words.say('approval.because', { because: body.because })]
  const facts = { name: await nameOf(body.by), decider: body.decided ? await nameOf(body.decided.by) : '' }
  const buttons = body.state === 'waiting' ? body.buttons : []
  const notice: Notice = {
    title: words.say(`approval.title-${body.state}`, facts),
    lines: [...changes, ...because, whyOf(body, words)],
    buttons: buttons.map(({ code, does }) => ({
      id: `${id}.${code}`,
      title: words.say(`approval.${does}`),
      positive: does === 'approve',
    })),
    practice: ports.house.practice,
  }
  return noticeCard(notice, words)
}
