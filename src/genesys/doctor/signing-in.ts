// Whether we get in at all: region, credentials, and whether both clocks agree.

import platformClient from 'purecloud-platform-client-v2'
import type { Finding } from '../../findings.ts'
import { MOST_SKEW_MS } from '../calls/skew.ts'
import { fine, unclear, wrong } from './findings.ts'
import type { Probe, ProbeOptions, Seen } from './probe.ts'

/** The hosts of https://developer.genesys.cloud/platform/api/, as the SDK lists them. */
const REGIONS: readonly string[] = Object.values(platformClient.PureCloudRegionHosts)
const UNREACHED = new Set(['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH'])

export interface SignedIn {
  readonly in: boolean
  readonly findings: readonly Finding[]
}

/** Signs in once; never to a host that is none of Genesys's, because the secret would go there. Without success nothing else can be looked at. */
export async function signingIn(probe: Probe, options: ProbeOptions): Promise<SignedIn> {
  const { region = '', url } = options
  if (!url && !REGIONS.includes(region)) {
    const next = `Set GENESYS_REGION to one of ${REGIONS.join(', ')}.`
    return { in: false, findings: [wrong('region', `${region} is no region of Genesys Cloud`, next)] }
  }
  const seen = await probe.signIn()
  const where = regionOf(options, seen)
  if (seen.status === 200) return { in: true, findings: [where, fine('credentials', 'signed in with the client id and secret')] }
  return { in: false, findings: where.verdict === 'wrong' ? [where] : [where, credentials(seen, options)] }
}

function regionOf({ region = '', url }: ProbeOptions, seen: Seen): Finding {
  const place = url ? `the gateway ${new URL(url).host}` : region
  if (UNREACHED.has(seen.code))
    return wrong(
      'region',
      `${place} cannot be reached (${seen.code})`,
      'Let this machine reach login., api. and streaming.<region> over https (name server, firewall, proxy).',
    )
  if (seen.status === 0) return unclear('region', `${place} did not answer`, 'Try again in a few minutes.')
  if (isUnknownClient(seen))
    return wrong(
      'region',
      `${place} does not know this client`,
      'Set GENESYS_REGION to the region the OAuth client was created in (the address of your Genesys ends with it); if it is right, copy GENESYS_CLIENT_ID again.',
    )
  return fine('region', `${place} knows this client`)
}

/** Every region answers for itself: right keys in another one are a client that was never heard of. */
const isUnknownClient = ({ status, message }: Seen): boolean => status >= 400 && status < 500 && /client not found/i.test(message)

function credentials({ status, code }: Seen, { clientId }: ProbeOptions): Finding {
  if (status === 0 || status >= 500 || status === 429)
    return unclear('credentials', `the sign-in got no proper answer (${status || code})`, 'Try again in a few minutes.')
  return wrong(
    'credentials',
    `the secret of client ${clientId} was refused (${status} ${code})`,
    'Copy the secret again from Admin → Integrations → OAuth into GENESYS_CLIENT_SECRET; the client must be of type Client Credentials and active.',
  )
}

/** The Date header tells Genesys's time to the second; half the journey is guessed. */
export async function clocks(probe: Probe): Promise<Finding> {
  const began = Date.now()
  const { date } = await probe.ask(({ notifications }) => notifications.getNotificationsChannels())
  const here = (began + Date.now()) / 2
  if (date === undefined) return unclear('clock', 'Genesys did not say what time it is')
  const off = here - date
  if (Math.abs(off) <= MOST_SKEW_MS)
    return fine('clock', `agrees with Genesys to ${Math.max(1, Math.round(Math.abs(off) / 1000))} s`)
  const minutes = Math.round(Math.abs(off) / 60_000)
  return wrong(
    'clock',
    `this machine is ${minutes} minutes ${off > 0 ? 'ahead of' : 'behind'} Genesys; signatures of Slack and of pushed events will be refused`,
    'Let the clock of this machine follow a time server (NTP).',
  )
}
