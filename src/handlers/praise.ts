// What follows once thanks are decided: Genesys, the kudos message, the mail, the count.
import type { Recognition } from '../coaching/recognition.ts'
import { HOUR } from '../coaching/slot.ts'
import { plain } from '../coaching/view.ts'
import type { Change, Ports, Stored, Thanks } from '../ports.ts'
import { audited, type Happened } from './audit.ts'
import { commit } from './commit.ts'
import { wantsKudos } from './identify.ts'
import { MAIL, POST, RECOGNITION } from './kinds.ts'
import { mailFor } from './mail.ts'
import { postTo } from './post.ts'
import { runSteps, type Step } from './steps.ts'
import { tallyFor } from './tally.ts'
import { mustCommit } from './verdict.ts'

/** Writes the recognition in Genesys, then lets the kudos message go out. Safe to run again after any crash. */
export async function praise(ports: Ports, id: string): Promise<void> {
  const stored = await ports.store.get(RECOGNITION, id)
  if (!stored) return
  if (stored.body.recognised) return forgetLine(ports, stored)
  const outcome = await runSteps(ports, { id, steps: [inGenesys(ports)], about: stored.body })
  const ref = outcome.kind === 'done' ? (outcome.journal.steps.recognition?.ref ?? 'none') : 'refused'
  await finish(ports, stored, ref)
  ports.counts.add(outcome.kind === 'done' ? 'recognised' : 'recognition refused')
}

const inGenesys = (ports: Ports): Step<Recognition> => ({
  name: 'recognition',
  find: async (about) => (await ports.centre.recognitionFor(thanksOf(ports, about), about.decidedAt - HOUR))?.id,
  write: async (about) => (await ports.centre.recognise(thanksOf(ports, about))).id,
})

/** The words in Genesys, where everybody reads the house's language. */
function thanksOf(ports: Ports, about: Recognition): Thanks {
  const words = ports.words(ports.house.locale)
  const to = about.agent.id
  if (about.interaction !== null) {
    const { conversation } = about.interaction
    return { to, title: words.say('recognition.title'), note: words.say('recognition.note'), conversation }
  }
  const { by, line } = about.byHand
  const from = plain(by.name, 40)
  const title = words.say('recognition.by-hand-title', { from })
  return { to, title, note: words.say('recognition.by-hand-note', { line: line ?? '', from }) }
}

/** What goes out now are records of their own, written together with the last word on the recognition. */
async function finish(ports: Ports, stored: Stored<Recognition>, recognised: string): Promise<void> {
  const { body } = stored
  const tally = await tallyFor(ports, body)
  const due = body.interaction === null ? { due: ports.now() + HOUR } : {}
  const last = { put: RECOGNITION.name, id: stored.id, expect: stored.version, body: { ...body, recognised }, ...due }
  const told = await audited(ports, toldOf(body, recognised))
  const written = await commit(ports, [last, told, ...(await messagesFor(ports, body)), ...tally])
  if (written.ok) return
  // Others of the same day were counted meanwhile.
  if (tally.some((change) => 'put' in change && change.id === written.id)) return finish(ports, stored, recognised)
  throw new Error(`another run was faster at ${written.id}`)
}

const toldOf = ({ id, agent, rule, settingsVersion, ...about }: Recognition, recognised: string): Happened => ({
  what: 'recognised',
  by: about.interaction === null ? about.byHand.by.id : 'bot',
  agent: agent.id,
  about: { recognition: id, rule, settings: settingsVersion },
  outcome: recognised === 'refused' ? 'refused' : 'done',
})

/** Whoever switched kudos off hears nothing by us; what stands in Genesys is theirs all the same. */
async function messagesFor(ports: Ports, about: Recognition): Promise<Change[]> {
  if (!(await wantsKudos(ports, about.agent.id))) return []
  return [postTo(ports, { shows: 'kudos', subject: about.id, reader: about.agent.id }), ...(await mailFor(ports, about))]
}

/** Somebody's own words are kept only until everybody who should read them has. */
async function forgetLine(ports: Ports, stored: Stored<Recognition>): Promise<void> {
  const { id, version, body } = stored
  if (body.interaction !== null || body.byHand.line === null) return
  const [posts, mail] = await Promise.all([ports.store.find(POST, { index: 'subject', key: id }), ports.store.get(MAIL, id)])
  const waits = [...posts, ...(mail ? [mail] : [])].some(({ body: { state } }) => state === 'new' || state === 'sending')
  const change = { put: RECOGNITION.name, id, expect: version }
  if (waits) return mustCommit(ports, [{ ...change, body, due: ports.now() + HOUR }])
  await mustCommit(ports, [{ ...change, body: { ...body, byHand: { ...body.byHand, line: null } } }])
}
