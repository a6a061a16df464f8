// Whether Google calendars can be read and written: the service account's key, what the domain delegated to it, and one real look.
import * as z from 'zod'
import { HOUR } from '../coaching/slot.ts'
import type { VendorError } from '../errors.ts'
import { type Finding, findingsOf } from '../findings.ts'
import { delegated, type GoogleOptions, openGoogle, SCOPES, type Scope } from './google-api.ts'

export interface GoogleExamination extends GoogleOptions {
  /** E-mails of people whose calendars will be asked. */
  readonly people: readonly string[]
}

const { fine, wrong, unclear } = findingsOf('Google calendar')

const LATER = 'Run this again in a few minutes.'
const NAME_SOMEBODY = 'Name somebody who has one: --person <e-mail>.'

const said = ({ status, code, trouble }: VendorError): string => [status, code || trouble].filter(Boolean).join(' ')

/** The account for itself, which needs no delegation. */
async function key(options: GoogleExamination): Promise<Finding> {
  try {
    await delegated(options, null, 'freebusy').token()
    return fine('key', 'Google signs the service account in')
  } catch (error) {
    const trouble = error as VendorError
    if (trouble.trouble !== 'unauthorised') return unclear('key', `Google gave no proper answer (${said(trouble)})`, LATER)
    const next =
      'Make a new key for the service account (Google Cloud console → IAM → Service accounts → Keys → JSON), set GOOGLE_CLIENT_EMAIL and GOOGLE_PRIVATE_KEY from that file, and check this machine’s clock.'
    return wrong('key', `Google refuses it (${said(trouble)})`, next)
  }
}

type Given = 'given' | 'nobody' | VendorError

async function given(options: GoogleExamination, person: string, scope: Scope): Promise<Given> {
  try {
    await delegated(options, person, scope).token()
    return 'given'
  } catch (error) {
    const trouble = error as VendorError
    return trouble.trouble === 'not-found' ? 'nobody' : trouble
  }
}

/** Whoever has an account shows what is delegated; a refusal for everybody shows what is not. */
async function delegation(options: GoogleExamination, scope: Scope): Promise<Finding> {
  const what = `delegation: ${scope === 'freebusy' ? 'free and busy times' : 'events'}`
  const found = await Promise.all(options.people.map((person) => given(options, person, scope)))
  const trouble = found.find((each) => typeof each === 'object')
  if (found.includes('given')) return fine(what, SCOPES[scope])
  if (trouble?.trouble === 'unauthorised') {
    const next = `In the Google Admin console (Security → API controls → Domain-wide delegation) add ${SCOPES[scope]} for the service account’s client id. People of another domain: CALENDARS=@<domain>=microsoft.`
    return wrong(what, `not for ${options.people.join(', ')} (${said(trouble)})`, next)
  }
  if (trouble) return unclear(what, `Google gave no proper answer (${said(trouble)})`, LATER)
  return unclear(what, options.people.length === 0 ? 'nobody to look for' : nobodyOf(options), NAME_SOMEBODY)
}

const nobodyOf = ({ people }: GoogleExamination): string => `${people.join(', ')}: no Google account in this domain`

const Answer = z.object({ calendars: z.object({ primary: z.object({ errors: z.array(z.unknown()).optional() }) }) })

async function look(options: GoogleExamination, user: string): Promise<'seen' | 'missing' | VendorError> {
  const requestBody = { timeMin: iso(options.now()), timeMax: iso(options.now() + HOUR), items: [{ id: 'primary' }] }
  try {
    const call = { user, scope: 'freebusy', repeatable: true } as const
    const answer = await openGoogle(options)({ ...call, send: (api, wire) => api.freebusy.query({ requestBody }, wire) }, Answer)
    return (answer.calendars.primary.errors ?? []).length === 0 ? 'seen' : 'missing'
  } catch (error) {
    const trouble = error as VendorError
    return trouble.trouble === 'not-found' ? 'missing' : trouble
  }
}

const iso = (ms: number): string => new Date(ms).toISOString()

async function calendars(options: GoogleExamination): Promise<Finding> {
  const what = 'reading calendars'
  const looked = await Promise.all(options.people.map((person) => look(options, person)))
  const seen = options.people.filter((_, index) => looked[index] === 'seen')
  const trouble = looked.find((each) => typeof each === 'object')
  if (seen.length > 0) return fine(what, `free and busy times of ${seen.join(', ')}`)
  if (trouble?.code === 'accessNotConfigured')
    return wrong(what, `Google refuses (${said(trouble)})`, 'Enable the Google Calendar API in the service account’s project.')
  if (trouble) return unclear(what, `Google gave no proper answer (${said(trouble)})`, LATER)
  return unclear(what, options.people.length === 0 ? 'nobody to look for' : nobodyOf(options), NAME_SOMEBODY)
}

/** Looks only: nothing is written into a calendar. */
export async function examineGoogle(options: GoogleExamination): Promise<Finding[]> {
  const account = await key(options)
  if (account.verdict !== 'ok') return [account]
  const reading = await delegation(options, 'freebusy')
  const writing = await delegation(options, 'events')
  return [account, reading, writing, ...(reading.verdict === 'ok' ? [await calendars(options)] : [])]
}
