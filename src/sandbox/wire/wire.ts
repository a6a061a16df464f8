// Between HTTP and the simulated vendors: finds the route, logs the request, plays the ordered faults, holds calls, answers.
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Answer, Call, Clock, RequestEntry, Route, Vendor } from '../core/world.ts'
import type { Faults, Step, Trouble } from './faults.ts'
import type { HeldCalls } from './held.ts'
import { paramsOf, parseBody, readBody, type Template, template } from './paths.ts'
import { refuse } from './refusals.ts'
import { cut, reply, truncate, wrongType } from './reply.ts'

type Handle = (call: Call) => Answer | Promise<Answer>
type Mounted = { readonly method: string; readonly template: Template; readonly handle: Handle }
type Mount = { readonly vendor: Vendor; readonly prefix: string; readonly routes: Mounted[] }
type Exchange = {
  readonly mount: Mount
  readonly entry: RequestEntry
  readonly call: Call
  readonly response: ServerResponse
  readonly handle: Handle
}

interface Wiring {
  readonly clock: Clock
  readonly faults: Faults
  readonly held: HeldCalls
  readonly url: () => string
}

/** `mount` gives a vendor its Route under a prefix; `handle` answers false when no vendor lives at the request's prefix. */
export function createWire({ clock, faults, held, url }: Wiring) {
  const mounts: Mount[] = []
  const requests: RequestEntry[] = []

  function mount(vendor: Vendor, prefix: string): Route {
    const routes: Mounted[] = []
    mounts.push({ vendor, prefix, routes })
    return (method, text, handle) => {
      routes.push({ method, template: template(text), handle })
      // The more literal template wins, so that /users/search is never taken for /users/{id}.
      routes.sort((a, b) => a.template.names.length - b.template.names.length)
    }
  }

  function log(vendor: Vendor, method: string, path: string): RequestEntry {
    const at = new Date(clock.now()).toISOString()
    const entry: RequestEntry = { n: requests.length + 1, at, vendor, method, path, template: '', status: 0, ms: 0 }
    requests.push(entry)
    return entry
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<boolean> {
    const target = new URL(request.url ?? '/', url())
    const home = mounts.find(({ prefix }) => target.pathname.startsWith(`${prefix}/`))
    if (!home) return false
    const path = target.pathname.slice(home.prefix.length)
    const method = request.method ?? 'GET'
    const started = performance.now()
    const found = find(home.routes, method, path)
    const entry = Object.assign(log(home.vendor, method, path), { template: found.template })
    response.on('close', () => Object.assign(entry, { ms: Math.round(performance.now() - started) }))
    const raw = await readBody(request)
    if (!raw) return settle(entry, response, refuse(home.vendor, { status: 413 }))
    if (!found.handle) return settle(entry, response, refuse(home.vendor, { status: found.status }))
    const { headers } = request
    const body = parseBody(raw, headers['content-type'])
    const call = {
      method,
      path,
      params: found.params,
      query: target.searchParams,
      headers,
      raw,
      body,
      base: `${url()}${home.prefix}`,
    }
    await play(
      { mount: home, entry, call, response, handle: found.handle },
      faults.next({ ...entry, sent: () => `${request.url} ${raw}` }),
    )
    return true
  }

  async function play(exchange: Exchange, step: Step): Promise<void> {
    const { mount: home, entry, call, response } = exchange
    const gone = () => response.destroyed
    const hold = (committed: boolean) =>
      held.stop({ vendor: home.vendor, method: call.method, path: call.path, committed, body: call.body ?? null }, gone)
    const anyway = step.before === 'hold' && (await hold(false))
    if (typeof step.before === 'object') await wait(step.before.delay)
    if (step.before && gone() && !anyway) return
    if (step.instead) return void suffer(exchange, step.instead)
    const answer = await commit(exchange)
    if (step.after === 'hold') await hold(true)
    else if (typeof step.after === 'object' && 'delay' in step.after) await wait(step.after.delay)
    else if (step.after === 'truncated') return broken(entry, answer.status, () => truncate(response, answer))
    else if (step.after === 'wrong-type') return broken(entry, 200, () => wrongType(response))
    else if (step.after) return void suffer(exchange, step.after)
    settle(entry, response, answer)
  }

  /** How often each vendor was called, by `METHOD template`; calls to nowhere are counted together. */
  function calls(): Readonly<Record<string, Readonly<Record<string, number>>>> {
    const counts: Record<string, Record<string, number>> = {}
    for (const { vendor, method, template: known } of requests) {
      const line = `${method} ${known || '?'}`
      const counted = counts[vendor] ?? {}
      counts[vendor] = counted
      counted[line] = (counted[line] ?? 0) + 1
    }
    return counts
  }

  return { mount, handle, calls, requests: (after: number): readonly RequestEntry[] => requests.slice(Math.max(0, after)) }
}

function find(routes: readonly Mounted[], method: string, path: string) {
  const fits = routes.flatMap((each) => {
    const params = paramsOf(each.template, path)
    return params ? [{ ...each, params }] : []
  })
  const route = fits.find((each) => each.method === method)
  if (route) return { status: 200, template: route.template.text, params: route.params, handle: route.handle }
  return { status: fits.length > 0 ? 405 : 404, template: fits[0]?.template.text ?? '', params: {}, handle: undefined }
}

async function commit({ mount, call, handle }: Exchange): Promise<Answer> {
  try {
    return await handle(call)
  } catch (error) {
    console.error(`The simulated ${mount.vendor} failed at ${call.method} ${call.path}`, error)
    return refuse(mount.vendor, { status: 500 })
  }
}

function settle(entry: RequestEntry, response: ServerResponse, answer: Answer): true {
  entry.status = response.destroyed ? 0 : answer.status
  const told = answer.headers?.['retry-after']
  if (told !== undefined) entry.retryAfter = Number(told)
  reply(response, answer)
  return true
}

function broken(entry: RequestEntry, status: number, write: () => void): void {
  entry.status = status
  write()
}

/** Silence needs no code: the connection stays open until the caller gives up or the sandbox closes. */
function suffer({ mount, entry, response }: Exchange, trouble: Trouble): void {
  if (trouble === 'cut') cut(response)
  else if (trouble !== 'silence') settle(entry, response, refuse(mount.vendor, trouble))
}

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

export type Wire = ReturnType<typeof createWire>
