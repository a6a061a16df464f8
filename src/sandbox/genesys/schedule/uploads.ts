// Changing a schedule: an upload in three steps. https://developer.genesys.cloud/useragentman/workforcemanagement/upload-update-schedule
import { gunzipSync } from 'node:zlib'
import { genesysUpload } from '../../contracts/contracts.ts'
import type { Answer, Call, Route } from '../../core/world.ts'
import { no, ok } from '../answers.ts'
import type { On } from '../guard.ts'
import type { Org } from '../org.ts'
import { applyUpload, type Upload } from './applying.ts'
import type { Planner } from './planner.ts'
import { inSchedule, scheduleShape } from './weeks.ts'

const URL_LIFE_MS = 10 * 60_000
const MOST_BYTES = 3 * 1024 * 1024
const SIGNED = { 'content-encoding': 'gzip', 'content-type': 'application/json' } as const
const ELSEWHERE = 'https://storage.elsewhere.invalid'

interface Ticket {
  readonly weekDate: string
  readonly bytes: number
  readonly expires: number
  content?: Buffer
}

const bad = (message: string): Answer => no(400, 'bad.request', message)

/** The storage is none of Genesys's own and answers in a language of its own. */
function refusedByStorage(status: number, code: string, message: string): Answer {
  const body = `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`
  return { status, body, headers: { 'content-type': 'application/xml' } }
}

function parsed(content: Buffer): Upload | string {
  try {
    return JSON.parse(gunzipSync(content).toString('utf8')) as Upload
  } catch {
    return 'The upload is no gzip-encoded JSON'
  }
}

export function uploads(on: On, route: Route, org: Org, planner: Planner): void {
  const { world, limits, later } = org
  /** Links follow the machine's clock, as the signatures of a real storage do. */
  const tickets = new Map<string, Ticket>()

  function sign(weekDate: string, { body, base }: Call): Answer {
    const { contentLengthBytes: bytes } = body as { contentLengthBytes: number }
    if (!Number.isInteger(bytes) || bytes < 1 || bytes > MOST_BYTES) return bad('contentLengthBytes is out of bounds')
    const uploadKey = crypto.randomUUID()
    tickets.set(uploadKey, { weekDate, bytes, expires: Date.now() + URL_LIFE_MS })
    const url = `${limits.uploadsTo === 'here' ? base : ELSEWHERE}/uploads/${uploadKey}?X-Amz-Signature=${crypto.randomUUID()}`
    return ok({ uploadKey, url, headers: SIGNED })
  }

  function store({ params, headers, raw }: Call): Answer {
    const ticket = tickets.get(params.key!)
    if (!ticket || ticket.expires < Date.now()) return refusedByStorage(403, 'AccessDenied', 'Request has expired')
    const unsigned = Object.entries(SIGNED).find(([name, value]) => headers[name] !== value)
    if (unsigned || raw.length !== ticket.bytes)
      return refusedByStorage(403, 'SignatureDoesNotMatch', `${unsigned?.[0] ?? 'content-length'} is not what was signed`)
    ticket.content = raw
    return { status: 200 }
  }

  /** What was wrong is told in the answer, or, worked on afterwards, nobody. */
  function work(weekDate: string, content: Buffer, call: Call): Answer {
    const upload = parsed(content)
    if (typeof upload === 'string') return bad(upload)
    const complaints = genesysUpload('UpdateScheduleUploadSchema', upload)
    for (const what of complaints) world.violate({ vendor: 'genesys', method: call.method, path: call.path, what })
    if (complaints.length > 0) return bad(complaints.join('; '))
    return applyUpload(org, planner, weekDate, upload) ?? ok({})
  }

  function update(weekDate: string, call: Call): Answer {
    const { uploadKey } = call.body as { uploadKey: string }
    const ticket = tickets.get(uploadKey)
    if (!ticket || ticket.weekDate !== weekDate) return bad('There is no such upload for this schedule')
    if (!ticket.content) return bad('Nothing was uploaded yet')
    const { content } = ticket
    tickets.delete(uploadKey)
    const operationId = crypto.randomUUID()
    if (limits.updating === 'accepted') {
      later.after(limits.updateDelay, () => void work(weekDate, content, call))
      return { status: 202, body: { status: 'Processing', operationId } }
    }
    const answer = work(weekDate, content, call)
    return answer.status === 200 ? ok({ status: 'Complete', operationId, result: scheduleShape(planner, weekDate) }) : answer
  }

  on('postWorkforcemanagementBusinessunitWeekScheduleUpdateUploadurl', inSchedule(planner, sign))
  route('PUT', '/uploads/{key}', store)
  on('postWorkforcemanagementBusinessunitWeekScheduleUpdate', inSchedule(planner, update))
}
