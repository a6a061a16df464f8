import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** How another program opens the very same engine: `(await import(module))[open](options)`. */
export interface Elsewhere {
  readonly module: string
  readonly open: string
  readonly options: Readonly<Record<string, unknown>>
}

/**
 * Runs a script of this folder in its own Node, gives it the engine, and kills it (SIGKILL) at the line that `enough` accepts.
 * Answers every line the script got out until then.
 */
export async function linesUntilKilled(script: string, engine: Elsewhere, enough: (lines: readonly string[]) => boolean) {
  const path = fileURLToPath(new URL(script, import.meta.url))
  const child = spawn(process.execPath, [path, JSON.stringify(engine)], { stdio: ['ignore', 'pipe', 'inherit'] })
  const exited = once(child, 'exit')
  const lines: string[] = []
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line)
    if (enough(lines)) child.kill('SIGKILL')
  }
  const [, signal] = await exited
  if (signal !== 'SIGKILL') throw new Error(`${script} ended by itself`)
  return lines
}

/** The other side: opens what `linesUntilKilled` was given. */
export async function openHere<T>(more: Readonly<Record<string, unknown>> = {}): Promise<T> {
  const { module, open, options }: Elsewhere = JSON.parse(process.argv[2] ?? '')
  const engine: Record<string, (options: unknown) => T> = await import(module)
  const opener = engine[open]
  if (!opener) throw new Error(`${module} has no ${open}`)
  return opener({ ...options, ...more })
}
