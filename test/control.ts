// The control interface of a sandbox, in the words tests use. It starts nothing.

export interface Seen {
  readonly platform: 'slack' | 'teams'
  readonly id: string
  readonly text: string
  readonly buttons: readonly { readonly id: string; readonly label: string }[]
  readonly inputs: readonly { readonly id: string; readonly label: string; readonly type: string }[]
  readonly ephemeral: boolean
  readonly updatedAt: string | null
}

/** A dialog somebody has before them. */
export interface SeenDialog {
  readonly platform: 'slack' | 'teams'
  readonly id: string
  readonly title: string
  readonly text: string
  readonly buttons: readonly { readonly id: string; readonly label: string }[]
  readonly inputs: readonly {
    readonly id: string
    readonly label: string
    readonly type: string
    readonly value: string
    readonly error?: string
  }[]
  readonly trouble?: string
  readonly native: Readonly<Record<string, unknown>>
}

export interface Entry {
  readonly n: number
  /** World time. */
  readonly at: string
  readonly vendor: string
  readonly effect: string
  readonly by: 'bot' | 'other'
  readonly id: string
  readonly body: Readonly<Record<string, unknown>>
}

/** A call that was stopped on purpose. */
export interface Held {
  readonly id: string
  readonly vendor: string
  readonly method: string
  readonly path: string
  readonly body: unknown
  readonly committed: boolean
  /** Nobody waits for its answer any more. */
  readonly gone: boolean
}

export interface Delivered {
  readonly status: number
  readonly ms: number
  readonly body: unknown
  /** Names it, so that it can be delivered again. */
  readonly delivery: string
}

export type Where = { readonly user: string } | { readonly room: string }

/** How long anything may take before a wait gives up; nothing sleeps this long when all is well. */
const PATIENCE_MS = 90_000

export type World = ReturnType<typeof worldAt>

/** The control interface of a sandbox, in the words tests use. */
export function worldAt(url: string) {
  async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const init =
      body === undefined ? { method } : { method, body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
    const response = await fetch(`${url}/world${path}`, init)
    const answer = await response.json()
    if (!response.ok) throw new Error(`${method} /world${path}: ${response.status} ${JSON.stringify(answer)}`)
    return answer as T
  }
  const query = (where: Where) => new URLSearchParams(where).toString()
  const messages = (where: Where) => call<Seen[]>('GET', `/messages?${query(where)}`)
  const ledger = (after = 0) => call<Entry[]>('GET', `/ledger?after=${after}`)

  return {
    url,
    call,
    messages,
    ledger,
    people: () => call<{ people: { id: string; name: string; email: string }[] }>('GET', ''),
    requests: (after = 0) =>
      call<
        {
          n: number
          at: string
          vendor: string
          method: string
          path: string
          template: string
          status: number
          ms: number
          retryAfter?: number
        }[]
      >('GET', `/requests?after=${after}`),
    violations: () => call<unknown[]>('GET', '/violations'),
    interaction: (of: { agent: string; customer: number | null; agentScore?: number | null; [more: string]: unknown }) =>
      call<{ conversationId: string }>('POST', '/interactions', of),
    change: (change: { kind: string; [more: string]: unknown }) => call<unknown>('POST', '/changes', change),
    click: (user: string, message: Seen, label: string | RegExp, inputs: Readonly<Record<string, string>> = {}) => {
      const button = message.buttons.find((one) => (typeof label === 'string' ? one.label === label : label.test(one.label)))
      if (!button)
        throw new Error(`no button "${label}" on: ${message.text} [${message.buttons.map((one) => one.label).join(', ')}]`)
      return call<Delivered>('POST', '/clicks', { user, message: message.id, button: button.id, inputs })
    },
    dialogs: (user: string) => call<SeenDialog[]>('GET', `/dialogs?user=${user}`),
    /** What stands before somebody, once it reads like that. */
    dialog: (user: string, text: RegExp) =>
      until(url, `a dialog like ${text} before ${user}`, async () =>
        (await call<SeenDialog[]>('GET', `/dialogs?user=${user}`)).find((dialog) => text.test(dialog.text)),
      ),
    /** Fills in some of a dialog's inputs, named as a card names them, and presses one of its buttons. */
    fill: (user: string, dialog: SeenDialog, label: string, inputs: Readonly<Record<string, string>> = {}) => {
      const button = dialog.buttons.find((one) => one.label === label)
      if (!button) throw new Error(`no button "${label}" in: ${dialog.text}`)
      const named = Object.entries(inputs).map(([id, value]) => [dialog.platform === 'slack' ? `input:${id}` : id, value])
      return call<Delivered>('POST', '/dialogs', {
        user,
        dialog: dialog.id,
        button: button.id,
        inputs: Object.fromEntries(named),
      })
    },
    /** The same click or command once more. */
    again: ({ delivery }: Delivered) => call<Delivered>('POST', `/deliveries/${delivery}`),
    command: (user: string, text: string, where: { readonly platform?: string; readonly room?: string } = {}) =>
      call<Delivered>('POST', '/commands', { user, text, ...where }),
    fault: (fault: { vendor: string; method?: string; path?: string; about?: string; plan: unknown[]; times?: number }) =>
      call<unknown>('POST', '/faults', fault),
    held: () => call<Held[]>('GET', '/held'),
    /** `anyway`: a request whose sender is gone had arrived all the same, and is done. */
    release: (id: string, anyway = false) => call<unknown>('POST', `/held/${id}`, { release: true, anyway }),
    advance: (duration: string) => call<{ now: string }>('POST', '/clock', { advance: duration }),
    /** Waits until the check finds something, looking again whenever something happened in the world. */
    until: <T>(what: string, look: () => Promise<T | undefined | false>) => until(url, what, look),
    /** The newest message there that matches. */
    message: (where: Where, text: RegExp) =>
      until(url, `a message like ${text} for ${JSON.stringify(where)}`, async () =>
        (await messages(where)).findLast((message) => text.test(message.text)),
      ),
    effects: async (effect: string, by: 'bot' | 'other' = 'bot') =>
      (await ledger()).filter((entry) => entry.effect === effect && entry.by === by),
  }
}

/** Looks at once and after every ledger entry, and now and then for what leaves none; gives up after a while, saying what was awaited. */
async function until<T>(url: string, what: string, look: () => Promise<T | undefined | false>): Promise<T> {
  const over = new AbortController()
  const timer = setTimeout(() => over.abort(), PATIENCE_MS)
  try {
    const events = await fetch(`${url}/world/events`, { signal: over.signal })
    const first = await look()
    if (first) return first
    for await (const _ of events.body!) {
      const found = await look()
      if (found) return found
    }
  } catch (error) {
    if (!over.signal.aborted) throw error
  } finally {
    clearTimeout(timer)
    over.abort()
  }
  throw new Error(`waited in vain for ${what}`)
}
