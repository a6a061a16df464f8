// The key that signs where the audit begins and ends, in a file of its own: it is not in the records, and not in a copy of them alone.
import { createHmac, randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createFolder } from './open.ts'

/** The key in that file, which only the operating system's user of the bot may read; made when there is none yet. */
export function ownKey(file: string): string {
  const there = keyIn(file)
  if (there) return there
  createFolder(file)
  const key = randomBytes(32).toString('hex')
  writeFileSync(file, `${key}\n`, { mode: 0o600, flag: 'wx' })
  return key
}

export const keyIn = (file: string): string | undefined => (existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined)

/** HMAC-SHA256 in hexadecimal digits. */
export const signer =
  (key: string) =>
  (text: string): string =>
    createHmac('sha256', key).update(text).digest('hex')
