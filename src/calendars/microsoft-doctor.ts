// Whether calendars can be read and written: sign-in, application permissions with consent, and one real look.
import * as z from 'zod'
import { VendorError } from '../errors.ts'
import { type Finding, findingsOf } from '../findings.ts'
import { clientCredentials } from '../oauth.ts'
import { type GraphOptions, openGraph } from './microsoft-api.ts'

export interface MicrosoftExamination extends GraphOptions {
  /** E-mails of people whose calendars will be asked. */
  readonly people: readonly string[]
}

const { fine, wrong, unclear } = findingsOf('Microsoft calendar')

const HOUR = 60 * 60_000
const LATER = 'Run this again in a few minutes.'
const WRITE = 'Calendars.ReadWrite'
const READ: readonly string[] = [WRITE, 'Calendars.Read', 'Calendars.ReadBasic.All']
const CONSENT = `In Entra, add the application permission ${WRITE} of Microsoft Graph to the app (API permissions) and grant admin consent.`

const Claims = z.object({ roles: z.array(z.string()).nullish() })
const Schedules = z.object({ value: z.array(z.object({ scheduleId: z.string(), error: z.unknown().optional() })) })

const said = ({ status, code, trouble }: VendorError): string => [status, code || trouble].filter(Boolean).join(' ')

/** The application permissions a token carries; it is only read here, Graph judges it. */
export function rolesIn(token: string): readonly string[] {
  try {
    return Claims.parse(JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())).roles ?? []
  } catch {
    return []
  }
}

function refused(trouble: VendorError): Finding {
  if (trouble.trouble !== 'unauthorised') return unclear('token', `Entra gave no proper answer (${said(trouble)})`, LATER)
  const next = 'Check GRAPH_CLIENT_ID and GRAPH_TENANT_ID, and make a new client secret for GRAPH_CLIENT_SECRET (they expire).'
  return wrong('token', `Entra refuses it (${said(trouble)})`, next)
}

/** Permissions given by RBAC for Applications are in no token, so a look that succeeds counts for more than a missing role. */
function permission(roles: readonly string[], looked: 'seen' | 'missing' | VendorError | undefined): Finding {
  const what = 'permissions'
  if (roles.includes(WRITE)) return fine(what, `${WRITE} with consent`)
  const reads = READ.some((role) => roles.includes(role))
  if (reads || looked instanceof VendorError || looked === undefined)
    return wrong(what, `${WRITE} is missing in the token${reads ? ', so that nothing can be booked' : ''}: no consent`, CONSENT)
  return unclear(
    what,
    `${WRITE} is not in the token, but calendars can be read`,
    'Fine if it is given by RBAC for Applications; otherwise grant consent.',
  )
}

async function look(options: MicrosoftExamination, mailbox: string): Promise<'seen' | 'missing' | VendorError> {
  const moment = (ms: number) => ({ dateTime: new Date(ms).toISOString().slice(0, 19), timeZone: 'UTC' })
  const [startTime, endTime] = [moment(options.now()), moment(options.now() + HOUR)]
  const path = `/users/${encodeURIComponent(mailbox)}/calendar/getSchedule`
  const body = { schedules: [mailbox], startTime, endTime, availabilityViewInterval: 30 }
  try {
    const { value } = await openGraph(options)({ method: 'POST', path, body, repeatable: true }, Schedules)
    return value.some(({ error }) => error === undefined || error === null) ? 'seen' : 'missing'
  } catch (error) {
    const trouble = error as VendorError
    return trouble.trouble === 'not-found' ? 'missing' : trouble
  }
}

function calendars(people: readonly string[], looked: readonly ('seen' | 'missing' | VendorError)[]): Finding {
  const what = 'reading calendars'
  const seen = people.filter((_, index) => looked[index] === 'seen')
  const trouble = looked.find((each) => each instanceof VendorError)
  if (seen.length > 0) return fine(what, `free and busy times of ${seen.join(', ')}`)
  if (trouble?.trouble === 'unauthorised') return wrong(what, `Graph refuses (${said(trouble)})`, CONSENT)
  if (trouble) return unclear(what, `Graph gave no proper answer (${said(trouble)})`, LATER)
  if (people.length === 0) return unclear(what, 'nobody to look for', 'Name somebody: --person <e-mail>.')
  return unclear(
    what,
    `${people.join(', ')} have no Microsoft 365 mailbox in this tenant`,
    'Name somebody who has one: --person <e-mail>.',
  )
}

/** Looks only: nothing is written into a calendar. */
export async function examineMicrosoft(options: MicrosoftExamination): Promise<Finding[]> {
  const { clientId, clientSecret, tenantId, loginUrl, now, people } = options
  const url = `${loginUrl.replace(/\/+$/, '')}/${encodeURIComponent(tenantId)}/oauth2/v2.0/token`
  try {
    const scope = 'https://graph.microsoft.com/.default'
    const token = await clientCredentials({ url, clientId, clientSecret, scope, now }).token()
    const looked = await Promise.all(people.map((mailbox) => look(options, mailbox)))
    const first = looked.find((each) => each === 'seen') ?? looked[0]
    return [fine('token', 'Entra signs the app in'), permission(rolesIn(token), first), calendars(people, looked)]
  } catch (error) {
    return [refused(error as VendorError)]
  }
}
