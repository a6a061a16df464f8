// Whether what must be remembered can be: a folder of our own, on a disk of this machine, that one Halftime can take for itself.
import { rmSync, statfsSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { type Finding, findingsOf } from '../findings.ts'
import { lockFolder } from './lock.ts'
import { createFolder } from './open.ts'

const { fine, wrong, unclear } = findingsOf('Halftime')

/** File systems over a network, by the number Linux gives them (statfs(2)): SQLite's locks cannot be trusted there. */
const REMOTE: Readonly<Record<number, string>> = {
  26985: 'NFS',
  4283649346: 'CIFS',
  4266872130: 'SMB',
  20859: 'SMB',
  16914839: '9P',
  12805120: 'Ceph',
  1397113167: 'AFS',
}
const MOVE = 'Set DATA_DIR to a folder on a disk of this machine that the bot may write to.'

const sentence = (error: unknown): string => (error instanceof Error ? error.message : 'unknown')

function writable(file: string): Finding {
  const folder = dirname(file)
  try {
    createFolder(file)
    const trial = join(folder, `doctor-${crypto.randomUUID()}`)
    writeFileSync(trial, 'x', { mode: 0o600 })
    rmSync(trial)
    return fine('data folder', `${resolve(folder)} can be written`)
  } catch (error) {
    return wrong('data folder', `${resolve(folder)} cannot be written (${sentence(error)})`, MOVE)
  }
}

function local(file: string): Finding {
  if (process.platform !== 'linux')
    return unclear('local disk', 'cannot be told on this system', 'Make sure DATA_DIR is no network drive.')
  const remote = REMOTE[statfsSync(dirname(file)).type]
  return remote
    ? wrong('local disk', `${resolve(dirname(file))} lies on ${remote}, over a network`, MOVE)
    : fine('local disk', 'yes')
}

function lockable(file: string): Finding {
  try {
    lockFolder(file)()
    return fine('data lock', 'free: no Halftime runs here now')
  } catch (error) {
    if (sentence(error).startsWith('Another Halftime')) return fine('data lock', 'held by a Halftime that is running')
    return wrong('data lock', `cannot be taken (${sentence(error)})`, MOVE)
  }
}

/** `file`: where the records would lie. The folder is made when it is not there yet, as a start would. */
export function examineStore(file: string): Finding[] {
  const there = writable(file)
  return there.verdict === 'ok' ? [there, local(file), lockable(file)] : [there]
}
