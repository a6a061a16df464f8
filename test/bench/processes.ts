// Halftime, its world and a bare server as processes of their own, each on a free port.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'

export interface Started {
  readonly url: string
  readonly pid: number
  stop(): Promise<void>
}

/** Ready when it prints an address. */
function begin(
  file: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<ChildProcess & { url: string }> {
  const options = { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'inherit'] as ['ignore', 'pipe', 'inherit'] }
  const child = spawn(process.execPath, ['--no-experimental-webstorage', file, ...args], options)
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`${file} ended with ${code}`)))
    child.stdout.on('data', (bytes) => {
      const url = /http:\/\/[\w.:]+/.exec(String(bytes))?.[0].replace('localhost', '127.0.0.1')
      if (url) resolve(Object.assign(child, { url }))
    })
  })
}

async function started(file: string, args: readonly string[] = [], env: Readonly<Record<string, string>> = {}): Promise<Started> {
  const child = await begin(file, args, env)
  const stop = () =>
    new Promise<void>((resolve) => {
      child.once('exit', () => resolve())
      child.kill('SIGTERM')
    })
  return { url: child.url, pid: child.pid!, stop }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })
}

export const bareServer = (): Promise<Started> => started('test/bench/bare.ts')

/** The bot against a world of its own, with an empty memory; `env` as in .env. */
export async function halftime(env: Readonly<Record<string, string>> = {}): Promise<Started & { readonly world: string }> {
  const world = await started('src/main.ts', ['sandbox'], { SANDBOX_PORT: '0' })
  const dataDir = mkdtempSync(join(tmpdir(), 'halftime-'))
  const port = await freePort()
  const keys = { SANDBOX_URL: world.url, PORT: String(port), DATA_DIR: dataDir, LOG_LEVEL: 'error', ...env }
  const bot = await started('src/main.ts', [], keys)
  const stop = async () => {
    await bot.stop()
    await world.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
  return { url: `http://127.0.0.1:${port}`, pid: bot.pid, world: world.url, stop }
}

/** What a process used so far: CPU in milliseconds, memory in megabytes. Linux tells; elsewhere both are NaN. */
export function usage(pid: number): { readonly cpuMs: number; readonly megabytes: number } {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')
    // utime and stime in ticks of 10 ms, rss in pages of 4 KB: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
    return { cpuMs: (Number(fields[11]) + Number(fields[12])) * 10, megabytes: (Number(fields[21]) * 4096) / 2 ** 20 }
  } catch {
    return { cpuMs: Number.NaN, megabytes: Number.NaN }
  }
}
