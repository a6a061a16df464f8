import { setTimeout as pause } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import * as z from 'zod'
import type { Block } from '../coaching/block.ts'
import { type Trouble, VendorError } from '../errors.ts'
import type { ContactCentre } from '../ports.ts'
import { download } from './calls/download.ts'
import { finished } from './calls/patience.ts'
import { genesysError } from './calls/trouble.ts'
import { upload } from './calls/upload.ts'
import { PlannedActivity } from './planned.ts'
import { type Codes, type Rewritten, shiftAround, withBlock, withoutBlock } from './rewriting.ts'
import type { ScheduleOptions } from './schedules.ts'

const Versioned = z.object({ version: z.number() })
const Listing = z.object({
  entities: z
    .array(z.object({ id: z.string(), weekDate: z.string(), published: z.boolean().nullish(), metadata: Versioned }))
    .nullish(),
})
const Shift = z.object({
  id: z.string(),
  startDate: z.iso.datetime({ offset: true }),
  lengthMinutes: z.number(),
  activities: z.array(PlannedActivity),
})
const Agents = z.object({
  agentSchedules: z
    .array(z.object({ user: z.object({ id: z.string() }), shifts: z.array(Shift).nullish(), metadata: Versioned }))
    .nullish(),
})
const Query = z.object({ status: z.string().nullish(), result: Agents.nullish(), downloadUrl: z.string().nullish() })
const Ticket = z.object({ uploadKey: z.string(), url: z.string(), headers: z.record(z.string(), z.string()).nullish() })
const Update = z.object({ status: z.string().nullish() })

const TRIES = 5
const JITTER_MS = 400
const LOOKS = 5
const LOOK_MS = 500

/** One shift, the versions it was read in, and where it belongs. */
interface Read {
  readonly businessUnit: string
  readonly weekDate: string
  readonly schedule: string
  readonly version: number
  readonly agentVersion: number
  readonly shift: z.infer<typeof Shift>
}

const refused = (code: string): VendorError => genesysError({ trouble: 'refused', code })

/** Somebody changed the schedule since it was read. Which of the two statuses says so is not documented. */
const isConflict = (error: unknown): boolean => error instanceof VendorError && (error.status === 409 || error.status === 412)

/**
 * Puts coaching on a schedule by hand, and takes it off again: the one shift is read, changed in that one place, and uploaded
 * whole with the versions it was read in, so that whoever was faster is never overwritten.
 * https://developer.genesys.cloud/useragentman/workforcemanagement/upload-update-schedule
 */
export function insertion({ session, units, whereabouts }: ScheduleOptions) {
  async function published({ schedule: { businessUnit, weekDate, id } }: Block) {
    const { entities } = await session.ask({
      name: 'getWorkforcemanagementBusinessunitWeekSchedules',
      schema: Listing,
      call: ({ wfm }) => wfm.getWorkforcemanagementBusinessunitWeekSchedules(businessUnit, weekDate, {}),
    })
    // Published anew since the time was suggested, the week has another schedule now.
    const there = (entities ?? []).filter((each) => each.published !== false)
    return there.find((each) => each.id === id) ?? there[0]
  }

  /** The version of the whole is read before its part: a change in between then shows as a conflict. */
  async function read(block: Block): Promise<Read> {
    const { businessUnit } = block.schedule
    const [found, membership] = await Promise.all([published(block), units.membershipOf(block.agent)])
    if (!found || !membership) throw refused('no-schedule')
    const { id, weekDate, metadata } = found
    const wanted = { managementUnitId: membership.managementUnit, userIds: [block.agent] }
    const query = () =>
      session.ask({
        name: 'postWorkforcemanagementBusinessunitWeekScheduleAgentschedulesQuery',
        schema: Query,
        call: ({ wfm }) =>
          wfm.postWorkforcemanagementBusinessunitWeekScheduleAgentschedulesQuery(businessUnit, weekDate, id, wanted),
      })
    const { downloadUrl, result } = await finished(query)
    const agents = downloadUrl ? await download(downloadUrl, Agents, whereabouts) : result
    const own = agents?.agentSchedules?.find(({ user }) => user.id === block.agent)
    const shift = own && shiftAround(own.shifts ?? [], block)
    if (!shift) throw refused('no-shift')
    return { businessUnit, weekDate, schedule: id, version: metadata.version, agentVersion: own.metadata.version, shift }
  }

  /** The three steps; 'working' = accepted, and what becomes of it shows on the schedule only. */
  async function write(agent: string, seen: Read, activities: readonly PlannedActivity[]): Promise<'done' | 'working'> {
    const { businessUnit, weekDate, schedule, version, agentVersion, shift } = seen
    const shifts = [{ id: shift.id, activities, manuallyEdited: true }]
    const whole = { metadata: { version }, agentSchedules: [{ userId: agent, metadata: { version: agentVersion }, shifts }] }
    const content = Uint8Array.from(gzipSync(JSON.stringify(whole)))
    const ticket = await session.ask({
      name: 'postWorkforcemanagementBusinessunitWeekScheduleUpdateUploadurl',
      schema: Ticket,
      call: ({ wfm }) =>
        wfm.postWorkforcemanagementBusinessunitWeekScheduleUpdateUploadurl(businessUnit, weekDate, schedule, {
          contentLengthBytes: content.length,
        }),
    })
    await upload({ url: ticket.url, headers: ticket.headers ?? {} }, content, whereabouts)
    const { status } = await session.ask({
      name: 'postWorkforcemanagementBusinessunitWeekScheduleUpdate',
      schema: Update,
      kind: 'create',
      call: ({ wfm }) =>
        wfm.postWorkforcemanagementBusinessunitWeekScheduleUpdate(businessUnit, weekDate, schedule, {
          uploadKey: ticket.uploadKey,
        }),
    })
    if (status === 'Error' || status === 'Canceled') throw refused('operation-failed')
    return status === 'Processing' ? 'working' : 'done'
  }

  /** Waits until the schedule moved on from what was read. */
  async function movedOn(block: Block, { version }: Read): Promise<void> {
    for (let look = 0; look < LOOKS; look++) {
      await pause(LOOK_MS)
      if ((await published(block))?.metadata.version !== version) return
    }
    throw genesysError({ trouble: 'unavailable', code: 'still-processing', inDoubt: true })
  }

  const codesOf = async ({ schedule: { businessUnit } }: Block): Promise<Codes> => {
    const [coaching, categories] = await Promise.all([units.coachingCodeOf(businessUnit), units.categoriesOf(businessUnit)])
    return { coaching, categories }
  }

  /** Once; 'again' = somebody else was faster, or nobody can tell yet and it must be looked at anew. */
  async function attempt(block: Block, rewrite: (activities: readonly PlannedActivity[]) => Rewritten) {
    const seen = await read(block)
    const activities = rewrite(seen.shift.activities)
    if (typeof activities === 'string') return activities
    try {
      if ((await write(block.agent, seen, activities)) === 'done') return 'done'
    } catch (error) {
      if (!isConflict(error)) throw error
      await pause(Math.random() * JITTER_MS)
      return 'again'
    }
    await movedOn(block, seen)
    return 'again'
  }

  /** `trouble`: what it is when others are faster every time. */
  async function change(
    block: Block,
    trouble: Trouble,
    rewrite: (activities: readonly PlannedActivity[], codes: Codes) => Rewritten,
  ) {
    const codes = await codesOf(block)
    for (let tries = 0; tries < TRIES; tries++) {
      const outcome = await attempt(block, (activities) => rewrite(activities, codes))
      if (outcome !== 'again') return outcome
    }
    throw genesysError({ trouble, code: 'schedule-conflict' })
  }

  const insert: ContactCentre['insert'] = async (block, title) => {
    const outcome = await change(block, 'refused', (activities, codes) => withBlock(activities, block, title, codes))
    if (outcome === 'no-room' || outcome === 'no-code') throw refused(outcome)
    return outcome === 'genesys' ? 'genesys' : 'inserted'
  }

  const takeOut: ContactCentre['takeOut'] = async (block) => {
    await change(block, 'unavailable', (activities, codes) => withoutBlock(activities, block, codes)).catch(unlessGone)
  }

  return { insert, takeOut }
}

/** Without a schedule or a shift there is nothing to take a block out of. */
function unlessGone(error: unknown): void {
  if (error instanceof VendorError && (error.code === 'no-schedule' || error.code === 'no-shift')) return
  throw error
}
