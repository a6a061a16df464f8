// Whether the bot's own port is to be had, and whether the world reaches it.
import { type Finding, findingsOf } from '../findings.ts'

const { fine, wrong, unclear } = findingsOf('Halftime')

const TIMEOUT_MS = 10_000
const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]'])

type Health = 'halftime' | 'something-else' | { readonly silent: string }

/** What answers at `<address>/healthz`. */
async function health(address: string): Promise<Health> {
  try {
    const url = `${address.replace(/\/+$/, '')}/healthz`
    const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(TIMEOUT_MS) })
    const body: unknown = await response.json().catch(() => undefined)
    const well = response.status === 200 && typeof body === 'object' && body !== null && 'status' in body && body.status === 'ok'
    return well ? 'halftime' : 'something-else'
  } catch (error) {
    const { cause, name } = error as Error & { readonly cause?: { readonly code?: string } }
    return { silent: cause?.code ?? name }
  }
}

function portOf(port: number, here: Health): Finding {
  if (here === 'halftime') return fine('port', `a Halftime is running at ${port}`)
  if (here === 'something-else')
    return wrong('port', `${port} is taken by something else`, 'Stop what uses it, or set PORT to another one.')
  return here.silent === 'ECONNREFUSED'
    ? fine('port', `${port} is free`)
    : unclear('port', `${port} did not answer (${here.silent})`)
}

function publicly(address: string, there: Health, running: boolean): Finding {
  const { protocol, hostname } = new URL(address)
  const what = 'public address'
  if (protocol !== 'https:' && !LOOPBACK.has(hostname))
    return wrong(
      what,
      `${address} is not https`,
      'Put a TLS proxy in front of the bot: Slack, Teams and EventBridge deliver to https only.',
    )
  if (there === 'halftime') return fine(what, `${address} leads to Halftime`)
  if (!running) return unclear(what, 'no Halftime is running here', 'Start it (npm start) and run this again beside it.')
  const seen = there === 'something-else' ? 'leads to something else' : `is not reached from here (${there.silent})`
  return wrong(what, `${address} ${seen}`, 'Let the proxy of that address forward to the port of this bot, bodies untouched.')
}

export interface Listening {
  readonly host: string
  /** 0 takes any free one, so there is nothing to look at. */
  readonly port: number
}

/** `0.0.0.0` and the like stand for every address of this machine, the loopback one too. */
const own = ({ host, port }: Listening): string => `http://${/^[0.:]+$/.test(host) ? '127.0.0.1' : host}:${port}`

/** `url`: the public address, where it was given. */
export async function examineAddress(listening: Listening, url: string | undefined): Promise<Finding[]> {
  const { port } = listening
  const here = port === 0 ? { silent: 'ECONNREFUSED' } : await health(own(listening))
  const local = port === 0 ? [] : [portOf(port, here)]
  if (url === undefined)
    return [...local, unclear('public address', 'not given', 'Say --url https://<your host> to see whether it leads here.')]
  return [...local, publicly(url, await health(url), here === 'halftime')]
}
