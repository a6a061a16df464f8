// Puts what happened into the audit's chain, and takes off what is older than it has to be kept.
import { createHash } from 'node:crypto'
import { entryOf } from '../coaching/audit.ts'
import { BEGINNING, type Link, type Sealed, sealed, textToSign } from '../coaching/chain.ts'
import { DAY } from '../coaching/slot.ts'
import type { Change, Ports } from '../ports.ts'
import { AUDIT, AUDIT_HEAD, AUDIT_NEW, type AuditHead, HEAD } from './kinds.ts'

type Tools = Pick<Ports, 'store' | 'now' | 'sign' | 'house'>

const BATCH = 200
/** So many are taken off in one run; the next takes the rest. */
const MOST_OLD = 5_000

/** Seals whatever was told and is not in the chain yet. Safe to run again after any crash, and beside another run. */
export async function seal(ports: Tools): Promise<void> {
  while (await sealSome(ports));
  await letGo(ports)
}

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** True while there may be more. Where another run was faster, the head has moved, nothing was written here, and the rest is read from there. */
async function sealSome(ports: Tools): Promise<boolean> {
  const head = await headOf(ports)
  const fresh = await ports.store.read(AUDIT_NEW, head.body.sealedNew, BATCH)
  const last = fresh.at(-1)
  if (!last) return false
  const rows: Sealed[] = []
  for (const { at, entry } of fresh) rows.push(sealed(rows.at(-1) ?? head.body, { at, entry }, sha256))
  await ports.store.write([
    ...chainChanges(ports, head, { rows, sealedNew: last.n }),
    // What is in the chain need not lie here as well.
    { cut: AUDIT_NEW.name, through: last.n },
  ])
  return true
}

interface Head {
  readonly version: number
  readonly body: AuditHead
}

async function headOf({ store }: Tools): Promise<Head> {
  return (await store.get(AUDIT_HEAD, HEAD)) ?? { version: 0, body: { ...BEGINNING, signature: '', sealedNew: 0 } }
}

/** The head moves and the rows are there, or neither. */
function chainChanges(ports: Tools, head: Head, { rows, sealedNew }: { rows: readonly Sealed[]; sealedNew: number }): Change[] {
  const { n, hash }: Link = rows.at(-1) ?? head.body
  const body: AuditHead = { n, hash, signature: ports.sign(textToSign('ends at', { n, hash })), sealedNew }
  return [
    { put: AUDIT_HEAD.name, id: HEAD, expect: head.version, body },
    ...rows.map((row): Change => ({ append: AUDIT.name, at: row.at, entry: row })),
  ]
}

/** Once a day, records older than they have to be kept are taken off; a signed checkpoint at the other end says where the chain begins now. */
async function letGo(ports: Tools): Promise<void> {
  const since = ports.now() - ports.house.auditDays * DAY
  const [oldest] = await ports.store.read(AUDIT, 0, 1)
  if (!oldest || oldest.at >= since - DAY) return
  const found = await ports.store.read(AUDIT, 0, MOST_OLD)
  const kept = found.findIndex(({ at }) => at >= since)
  const last = (kept < 0 ? found : found.slice(0, kept)).at(-1)
  if (!last) return
  const head = await headOf(ports)
  const row = sealed(head.body, { at: ports.now(), entry: checkpoint(ports, last.entry) }, sha256)
  const { sealedNew } = head.body
  await ports.store.write([...chainChanges(ports, head, { rows: [row], sealedNew }), { cut: AUDIT.name, through: last.n }])
}

function checkpoint({ sign }: Tools, { n, hash }: Link) {
  const signature = sign(textToSign('begins after', { n, hash }))
  return entryOf({ what: 'checkpoint', by: 'bot', agent: null, about: { through: n, hash, signature } })
}
