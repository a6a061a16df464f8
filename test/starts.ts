// Starts Halftime as a newcomer does, under whichever npm installed it, and fails unless the page answers within five seconds.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { setTimeout } from 'node:timers/promises'

const LIMIT_MS = 5000
const dataDir = mkdtempSync(join(tmpdir(), 'halftime-'))
const env = { ...process.env, PORT: '0', SANDBOX_PORT: '0', DATA_DIR: dataDir }
const began = performance.now()
const child = spawn(process.platform === 'win32' ? 'npm.cmd' : 'npm', ['start', '--silent'], {
  env,
  stdio: ['ignore', 'pipe', 'inherit'],
})

const page = await new Promise<string>((resolve, reject) => {
  let said = ''
  child.stdout.on('data', (bytes) => {
    said += bytes
    const found = /https?:\/\/\S+/.exec(said)
    if (found) resolve(found[0])
  })
  child.once('exit', (code) => reject(new Error(`ended with ${code} before it was ready: ${said}`)))
})
const answer = await fetch(page)
const ms = Math.round(performance.now() - began)
const ended = new Promise((resolve) => child.once('exit', resolve))
child.kill('SIGTERM')
await ended
const gone = await hangsUp(page)
rmSync(dataDir, { recursive: true, force: true })
console.log(
  `ready in ${ms} ms at ${page}, answered ${answer.status}, ${gone ? 'ended when told to' : 'still there after SIGTERM'}`,
)
if (answer.status !== 200 || ms > LIMIT_MS || !gone) process.exit(1)

/** npm passes the signal on and may be gone before what it started. */
async function hangsUp(url: string): Promise<boolean> {
  for (let tries = 0; tries < 50; tries += 1) {
    const there = await fetch(url).then(
      (found) => found.ok,
      () => false,
    )
    if (!there) return true
    await setTimeout(100)
  }
  return false
}
