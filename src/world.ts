// The simulated world, when one is asked for: started here, or found where it runs. The only file that knows the sandbox.
import type { Intent } from './config.ts'

export interface World {
  readonly url: string | undefined
  /** Just begun: what was remembered of another world means nothing in it. */
  readonly fresh: boolean
  readonly keys: Readonly<Record<string, string>>
  /** Milliseconds by which its clock was moved on when we came. */
  readonly ahead: number
  close(): Promise<void>
}

/** What stands in for the vendors that are not real; nothing when all are. `aside`: on any free port, so that it may stand beside a running one. */
export async function openWorld({ sandbox }: Pick<Intent, 'sandbox'>, aside = false): Promise<World> {
  if (!sandbox) return { ...NONE, url: undefined, keys: {} }
  if ('url' in sandbox) return { ...NONE, url: sandbox.url, ...(await foundAt(sandbox.url)) }
  const { startSandbox } = await import('./sandbox/main.ts')
  const { url, env, close } = await startSandbox({
    port: aside ? 0 : sandbox.port,
    botUrl: `http://127.0.0.1:${sandbox.botPort}`,
  })
  return { url, fresh: true, keys: env, ahead: 0, close }
}

const NONE = { fresh: false, ahead: 0, close: async () => undefined }

async function foundAt(url: string): Promise<Pick<World, 'keys' | 'ahead'>> {
  const ask = async (path: string) => (await (await fetch(url + path)).json()) as Record<string, string>
  try {
    const [keys, { now = '' }] = await Promise.all([ask('/world/env'), ask('/world')])
    return { keys, ahead: Math.max(0, Date.parse(now) - Date.now()) }
  } catch (cause) {
    throw new Error(`No sandbox answers at ${url}. Start it with "npm run sandbox", or leave SANDBOX_URL empty.`, { cause })
  }
}
