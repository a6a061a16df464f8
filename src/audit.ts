// `npm run audit`: looks into what was recorded, beside a running Halftime or without one. It only reads.
import { basename, dirname, join } from 'node:path'
import process from 'node:process'
import { type AuditOptions, auditOptions, USAGE } from './audit/options.ts'
import { brokenSaid, wholeSaid } from './audit/report.ts'
import { verifier } from './coaching/verifying.ts'
import { environment, fileIn, readConfig, readIntent } from './config.ts'
import { pseudonym } from './handlers/audit.ts'
import { AUDIT, AUDIT_HEAD, AUDIT_KEY, AUDIT_NEW, HEAD } from './handlers/kinds.ts'
import { sha256 } from './handlers/seal.ts'
import type { Problems } from './problems.ts'
import { lookInto, type RawEntry, type Reading } from './store/peek.ts'
import { keyIn, signer } from './store/signing.ts'

interface Answer {
  readonly said: string
  /** 0, or 1 when something is wrong or not there. */
  readonly code: 0 | 1
}

interface Records {
  readonly file: string
  /** Signs, as the bot that wrote them does; undefined when its key is not to be had. */
  readonly key: string | undefined
}

/** Prints what was asked for and sets the exit code: 0, 1 when something is wrong, 2 when it was not understood. */
export async function attend(args: readonly string[]): Promise<void> {
  const options = auditOptions(args)
  if ('refused' in options) return end(`${options.refused}.\n${USAGE}`, 2)
  const records = recordsOf(options)
  if ('problems' in records) return end(`The configuration needs attention:\n${records.problems.join('\n')}`, 2)
  // Whoever reads only the first lines of an export has had enough.
  process.stdout.on('error', () => process.exit(0))
  const { said, code } = answered(options, records)
  if (code !== 0) return end(said, code)
  if (said !== '') console.log(said)
}

function end(said: string, code: 1 | 2): void {
  console.error(said)
  process.exitCode = code
}

function recordsOf({ file }: AuditOptions): Records | Problems {
  const intent = readIntent(environment())
  if ('problems' in intent) return intent
  const config = readConfig(intent, {})
  if ('problems' in config) return config
  const records = file ?? fileIn(config, 'halftime.db')
  return { file: records, key: config.audit.secret || keyIn(keyBeside(records)) }
}

const keyBeside = (file: string): string =>
  join(dirname(file), basename(file).endsWith('halftime.db') ? basename(file).replace('halftime.db', 'audit.key') : 'audit.key')

function answered(options: AuditOptions, { file, key }: Records): Answer {
  try {
    const look = (reading: Reading) => lookFor(options, { reading, key })
    return (
      lookInto(file, look) ?? {
        said: `Nothing was recorded yet: there is no ${file}. DATA_DIR or --file says where to look.`,
        code: 1,
      }
    )
  } catch (error) {
    return { said: `${file} cannot be read: ${error instanceof Error ? error.message : 'unknown'}`, code: 1 }
  }
}

interface Opened {
  readonly reading: Reading
  readonly key: string | undefined
}

function lookFor(options: AuditOptions, opened: Opened): Answer {
  switch (options.what) {
    case 'verify':
      return verify(opened)
    case 'export':
      return print(opened, ({ at }) => at >= options.since)
    case 'find':
      return find(opened, options.agent)
    default:
      return options satisfies never
  }
}

function verify({ reading, key }: Opened): Answer {
  if (!key)
    return {
      said: 'No key to check the signatures with: set AUDIT_SECRET as the bot has it, or put audit.key beside the records.',
      code: 1,
    }
  const { take, end } = verifier({ digest: sha256, sign: signer(key) })
  for (const entry of reading.entries(AUDIT.name)) {
    const broken = take(entry)
    if (broken) return { said: brokenSaid(broken), code: 1 }
  }
  const head = reading.record(AUDIT_HEAD, HEAD)
  const verdict = end(head)
  if ('why' in verdict) return { said: brokenSaid(verdict), code: 1 }
  const waiting = reading.entries(AUDIT_NEW.name, head?.sealedNew ?? 0).reduce((count) => count + 1, 0)
  return { said: wholeSaid(verdict, waiting), code: 0 }
}

function find(opened: Opened, agent: string): Answer {
  const kept = opened.reading.record(AUDIT_KEY, agent)
  if (!kept) return { said: 'No key for that agent: nothing was recorded about them, or they were erased.', code: 1 }
  const name = pseudonym(kept.key, agent)
  return print(opened, ({ text }) => concerns(text, name))
}

function concerns(text: string, name: string): boolean {
  const { entry } = JSON.parse(text)
  return entry.agent === name || entry.by === name
}

function print({ reading }: Opened, wanted: (entry: RawEntry) => boolean): Answer {
  for (const entry of reading.entries(AUDIT.name)) if (wanted(entry)) process.stdout.write(`${entry.text}\n`)
  return { said: '', code: 0 }
}
