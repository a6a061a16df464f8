import type { Broken, Whole } from '../coaching/verifying.ts'

const iso = (ms: number): string => new Date(ms).toISOString()

/** "30 records, whole, from … to …"; `waiting`: happened, but are not in the chain yet. */
export function wholeSaid({ records, from, to }: Whole, waiting: number): string {
  const span = from === null || to === null ? '' : `, from ${iso(from)} to ${iso(to)}`
  const more = waiting === 0 ? '' : ` (${waiting} more to be sealed within a minute of Halftime running)`
  return `${records} ${records === 1 ? 'record' : 'records'}, whole${span}${more}`
}

const ANOTHER_KEY = 'or AUDIT_SECRET (or audit.key) is not the one it was signed with'

const SENTENCES: Readonly<Record<Broken['why'], (broken: Broken) => string>> = {
  changed: ({ n }) => `record ${n} was changed`,
  missing: ({ n }) => `record ${n} is missing`,
  added: ({ n }) => `record ${n} was added`,
  apart: ({ n }) => `record ${n} or record ${n + 1} was changed: they do not fit together`,
  'end-cut': ({ n, last }) => `the end is cut off: the head says ${n}, the last record is ${last}`,
  'head-missing': ({ n }) => `the head is missing; the last record is ${n}`,
  'head-changed': ({ n }) => `the head, at record ${n}, was changed, ${ANOTHER_KEY}`,
  'beginning-cut': ({ n }) => `the beginning is cut off: the first record is ${n}, and no checkpoint says that this is right`,
  'not-signed': ({ n }) => `record ${n}, the checkpoint that says where the audit begins, was changed, ${ANOTHER_KEY}`,
}

export const brokenSaid = (broken: Broken): string => `Not whole: ${SENTENCES[broken.why](broken)}`
