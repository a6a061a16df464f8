import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AuditEntry } from '../../src/coaching/audit.ts'
import { PersonId } from '../../src/coaching/interaction.ts'
import { DAY } from '../../src/coaching/slot.ts'
import { verifier } from '../../src/coaching/verifying.ts'
import { audited, type Happened, note } from '../../src/handlers/audit.ts'
import { AUDIT, AUDIT_HEAD, AUDIT_KEY, AUDIT_NEW, HEAD } from '../../src/handlers/kinds.ts'
import { seal, sha256 } from '../../src/handlers/seal.ts'
import type { Change, Jobs, Ports, Store } from '../../src/ports.ts'
import { lookInto } from '../../src/store/peek.ts'
import { signer } from '../../src/store/signing.ts'
import { sqliteStore } from '../../src/store/sqlite.ts'

const [ANA, BEN, ADA] = ['ana', 'ben', 'ada'].map((id) => PersonId.parse(id)) as [PersonId, PersonId, PersonId]
const sign = signer('a key of this test')
const house = { auditDays: 400 } as Ports['house']

let folder: string
let file: string
let store: Store
let now: number
/** Queues that were asked for. */
let asked: string[]
const jobs = {
  add: async (...added: { queue: string }[]) => void asked.push(...added.map(({ queue }) => queue)),
} as unknown as Jobs
const ports = () => ({ store, jobs, house, sign, now: () => now })

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'halftime-'))
  file = join(folder, 'halftime.db')
  store = sqliteStore({ file })
  now = 1_700_000_000_000
  asked = []
})
afterEach(async () => {
  await store.close()
  rmSync(folder, { recursive: true, force: true })
})

const told = (happened: Partial<Happened> = {}) => note(ports(), { what: 'proposed', by: 'bot', agent: ANA, ...happened })
const chain = () => store.read(AUDIT, 0, 10_000)
const entries = async () => (await chain()).map(({ entry }) => AuditEntry.parse(entry.entry))

/** As `npm run audit -- verify` looks at the file. */
function verdict(by = sign) {
  return lookInto(file, ({ record, entries }) => {
    const { take, end } = verifier({ digest: sha256, sign: by })
    return (
      entries(AUDIT.name)
        .map(take)
        .find((broken) => broken) ?? end(record(AUDIT_HEAD, HEAD))
    )
  })
}

describe('what happened', () => {
  it('is written with what it tells of, or not at all', async () => {
    const change: Change = { put: 'note', id: 'a', expect: 1, body: {} }
    expect((await store.write([await audited(ports(), { what: 'booked', by: ADA, agent: ANA }), change])).ok).toBe(false)
    await seal(ports())
    expect(await chain()).toEqual([])
  })

  it('asks for being sealed at once', async () => {
    await told()
    expect(asked).toEqual([AUDIT_HEAD.name])
  })

  it('names agents by a name that only their key can tell, those with authority by their id, and agents who act like agents', async () => {
    await told({ by: ADA })
    await told({ what: 'wished', by: ANA })
    await told({ what: 'press-refused', by: BEN, uninvited: true })
    await told({ agent: BEN })
    await seal(ports())
    const [first, second, third, fourth] = await entries()
    expect(first).toMatchObject({ by: 'ada', agent: expect.stringMatching(/^[0-9a-f]{16}$/) })
    expect(second).toMatchObject({ by: first!.agent, agent: first!.agent })
    expect(third).toMatchObject({ by: fourth!.agent, agent: first!.agent })
    expect(fourth!.agent).not.toBe(first!.agent)
  })

  it('gives an agent one name, however many ask for the first time at once; another one once the key is destroyed', async () => {
    await Promise.all(Array.from({ length: 5 }, () => told()))
    await seal(ports())
    expect(new Set((await entries()).map(({ agent }) => agent)).size).toBe(1)
    await store.write([{ drop: AUDIT_KEY.name, id: ANA, expect: 1 }])
    await told()
    await seal(ports())
    const [before, after] = [(await entries())[0], (await entries()).at(-1)]
    expect(after!.agent).not.toBe(before!.agent)
  })

  it('never holds a sentence or an e-mail, and is refused for nothing', async () => {
    await told({ about: { value: 'mon-fri 9:00-17:30', who: 'ana@example.org', none: null, n: 2 }, outcome: '' })
    await seal(ports())
    expect(await entries()).toMatchObject([
      { about: { value: 'mon-fri_9:00-17:30', who: 'ana_example.org', none: null, n: 2 }, outcome: '_' },
    ])
  })
})

describe('the sealer', () => {
  it('puts everything into the chain in order, and keeps what is sealed once', async () => {
    for (let n = 0; n < 450; n += 1) await told({ about: { n } })
    await seal(ports())
    expect((await entries()).map(({ about }) => about.n)).toEqual(Array.from({ length: 450 }, (_, n) => n))
    expect(verdict()).toMatchObject({ records: 450 })
    expect(await store.read(AUDIT_NEW, 0, 10)).toHaveLength(1)
    await told()
    await seal(ports())
    expect(verdict()).toMatchObject({ records: 451 })
  })

  it('writes nothing twice where two are at work, while more happens', async () => {
    const happening = Array.from({ length: 60 }, (_, n) => told({ about: { n } }))
    await Promise.all([seal(ports()), ...happening, seal(ports()), seal(ports())])
    await Promise.all([seal(ports()), seal(ports())])
    expect((await entries()).map(({ about }) => about.n).toSorted()).toEqual(Array.from({ length: 60 }, (_, n) => n).toSorted())
    expect(verdict()).toMatchObject({ records: 60 })
  })

  it('goes on after an end in the middle of it', async () => {
    await told({ about: { n: 1 } })
    await seal(ports())
    await told({ about: { n: 2 } })
    const cut: Store = { ...store, write: () => Promise.reject(new Error('the power is gone')) }
    await expect(seal({ ...ports(), store: cut })).rejects.toThrow('the power is gone')
    await store.close()
    store = sqliteStore({ file })
    await seal(ports())
    expect((await entries()).map(({ about }) => about.n)).toEqual([1, 2])
    expect(verdict()).toMatchObject({ records: 2 })
  })
})

describe('records that are old', () => {
  const day = async (n: number, about: number) => {
    now = 1_700_000_000_000 + n * DAY
    await told({ about: { n: about } })
    await seal(ports())
  }

  it('go at a signed checkpoint, at most once a day, and the rest is whole', async () => {
    for (const n of [0, 1, 2, 400]) await day(n, n)
    expect(await chain()).toHaveLength(4)
    await day(401.5, 5)
    const left = await entries()
    expect(left.map(({ what, about }) => (what === 'checkpoint' ? about.through : about.n))).toEqual([2, 400, 5, 2])
    expect(verdict()).toMatchObject({ records: 4 })
    expect(verdict(signer('another key'))).toMatchObject({ why: 'head-changed' })
    await day(402.4, 6)
    expect((await entries())[0]).toMatchObject({ about: { n: 2 } })
    await day(403.1, 7)
    expect((await entries())[0]).toMatchObject({ about: { n: 400 } })
    expect(verdict()).toMatchObject({ records: 6 })
  })

  it('all go when nothing happened since, and the chain goes on from there', async () => {
    await day(0, 0)
    now += 500 * DAY
    await seal(ports())
    expect(await entries()).toMatchObject([{ what: 'checkpoint', about: { through: 1 } }])
    expect(verdict()).toMatchObject({ records: 1 })
    await day(600, 1)
    expect((await chain()).map(({ n, entry }) => [n, entry.n])).toEqual([
      [2, 2],
      [3, 3],
    ])
    expect(verdict()).toMatchObject({ records: 2 })
  })
})
