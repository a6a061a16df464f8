// The judgements inside the doctor's checks, as tables.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { rolesIn } from '../../src/calendars/microsoft-doctor.ts'
import { missingIn } from '../../src/genesys/doctor/permissions.ts'
import { metricScale } from '../../src/genesys/doctor/scores.ts'
import { examineStore } from '../../src/store/doctor.ts'
import { peek } from '../../src/store/peek.ts'
import { sqliteStore } from '../../src/store/sqlite.ts'

describe('the scale of a score', () => {
  it.each([
    { metric: -0.8, aggregate: -80, scale: 'unit', why: 'beside an aggregate a hundred times as large' },
    { metric: -80, aggregate: -80, scale: 'percent', why: 'beyond 1' },
    { metric: 35, aggregate: undefined, scale: 'percent', why: 'beyond 1, without an aggregate' },
    { metric: -0.4, aggregate: -0.4, scale: 'unit', why: 'where aggregates are in units too' },
    { metric: 0.004, aggregate: 0.4, scale: 'unit', why: 'near zero' },
    { metric: 0.5, aggregate: undefined, scale: undefined, why: 'not known alone' },
    { metric: 0, aggregate: 0, scale: undefined, why: 'not known at zero' },
    { metric: undefined, aggregate: -80, scale: undefined, why: 'not known without a score' },
  ])('$metric beside $aggregate is $scale: $why', ({ metric, aggregate, scale }) => {
    expect(metricScale({ metric, aggregate })).toBe(scale)
  })
})

describe('what to ask for after a refusal', () => {
  const message = (names: string) =>
    `Unable to perform the requested action. You are missing the following permission(s): ${names}`

  it.each([
    {
      said: message('coaching:appointment:add'),
      permissions: ['coaching:appointment:add'],
      missing: ['coaching:appointment:add'],
    },
    {
      said: message('wfm:schedule:view, wfm:publishedSchedule:view'),
      permissions: ['wfm:publishedSchedule:view'],
      missing: ['wfm:publishedSchedule:view'],
    },
    { said: message('some:other:permission'), permissions: ['coaching:appointment:add'], missing: ['some:other:permission'] },
    { said: 'Forbidden', permissions: ['a:b:view', 'c:d:view'], missing: ['a:b:view'] },
    { said: 'Forbidden', permissions: ['a:b:view', 'c:d:view'], all: true, missing: ['a:b:view', 'c:d:view'] },
    { said: message('c:d:view'), permissions: ['a:b:view', 'c:d:view'], all: true, missing: ['c:d:view'] },
  ])('$missing of $permissions after "$said"', ({ said, missing, ...check }) => {
    expect(missingIn({ message: said }, check)).toEqual(missing)
  })
})

describe('the roles in a token', () => {
  const tokenOf = (claims: unknown) => `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.x`

  it.each([
    [tokenOf({ roles: ['Calendars.ReadWrite'] }), ['Calendars.ReadWrite']],
    [tokenOf({ aud: 'graph' }), []],
    ['opaque', []],
    ['', []],
  ])('of %s', (token, roles) => {
    expect(rolesIn(token)).toEqual(roles)
  })
})

describe('the data folder', () => {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'halftime-'))
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('says when a running Halftime holds it, which is no fault', async () => {
    const file = join(folder, 'halftime.db')
    const locks = () => examineStore(file).find(({ what }) => what === 'data lock')
    expect(locks()).toMatchObject({ verdict: 'ok', found: 'free: no Halftime runs here now' })
    const running = sqliteStore({ file })
    expect(locks()).toMatchObject({ verdict: 'ok', found: 'held by a Halftime that is running' })
    await running.close()
  })

  it('can be looked into while a running Halftime writes there', async () => {
    const file = join(folder, 'halftime.db')
    const note = { name: 'note', schema: { parse: (body: unknown) => body } }
    expect(peek(join(folder, 'none.db'), note, 'a')).toBeUndefined()
    const running = sqliteStore({ file })
    expect(peek(file, note, 'a')).toBeUndefined()
    await running.write([{ put: 'note', id: 'a', expect: 0, body: { said: 'hello' } }])
    expect(peek(file, note, 'a')).toEqual({ said: 'hello' })
    await running.close()
  })
})
