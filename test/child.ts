// The bot as a process of its own, which can be killed, paused and started again. It starts nothing else.
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import process from 'node:process'

/** What it logs is kept; standard output is only looked at for the sign that it is ready. */
export interface Child {
  /** Rejects when it ends before it is ready. */
  readonly ready: Promise<void>
  readonly gone: Promise<number | null>
  logged(): string
  /** Resident memory in MB; undefined where the system does not tell (https://man7.org/linux/man-pages/man5/proc_pid_status.5.html). */
  memory(): number | undefined
  /** Answers its exit code when it is gone; null after a signal. */
  kill(signal?: 'SIGKILL' | 'SIGTERM'): Promise<number | null>
  /** SIGSTOP and SIGCONT: stands still and goes on, as a machine does that sleeps. */
  signal(signal: 'SIGSTOP' | 'SIGCONT' | 'SIGUSR2'): void
}

export function spawnBot(env: Readonly<Record<string, string>>, preload?: string): Child {
  const first = preload ? ['--import', preload] : []
  const args = ['--no-experimental-webstorage', ...first, 'src/main.ts']
  const bot = spawn(process.execPath, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
  let logged = ''
  bot.stderr.on('data', (bytes) => {
    logged += bytes
  })
  const gone = new Promise<number | null>((resolve) => bot.once('exit', resolve))
  const ready = new Promise<void>((resolve, reject) => {
    bot.stdout.on('data', (bytes) => String(bytes).includes('Halftime is running') && resolve())
    bot.once('exit', (code) => reject(new Error(`the bot ended with ${code}: ${logged}`)))
  })
  ready.catch(() => undefined)
  return {
    ready,
    gone,
    logged: () => logged,
    memory() {
      const told = `/proc/${bot.pid}/status`
      const [, kB] = (existsSync(told) && /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(told, 'utf8'))) || []
      return kB === undefined ? undefined : Math.round(Number(kB) / 1024)
    },
    kill(signal = 'SIGKILL') {
      bot.kill(signal)
      return gone
    },
    signal: (signal) => void bot.kill(signal),
  }
}
