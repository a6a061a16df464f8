import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fullJitter } from '../../src/jobs/backoff.ts'
import { sqliteJobs } from '../../src/jobs/sqlite.ts'
import { migrations, sql } from '../../src/jobs/table.ts'
import type { Jobs } from '../../src/ports.ts'
import { openSqlite } from '../../src/store/open.ts'
import { jobsContract } from '../contracts/jobs.ts'
import { ownFolder } from '../store/folder.ts'

jobsContract('SQLite', async (settings) => {
  const folder = ownFolder()
  const file = join(folder.path, 'jobs.db')
  let jobs = sqliteJobs({ file, ...settings })
  return {
    jobs,
    elsewhere: { module: new URL('../../src/jobs/sqlite.ts', import.meta.url).href, open: 'sqliteJobs', options: { file } },
    async reopen() {
      jobs = sqliteJobs({ file, ...settings })
      return jobs
    },
    async dispose() {
      await jobs.close()
      folder.remove()
    },
  }
})

describe('the jobs file that cannot be written for a while', () => {
  let folder: ReturnType<typeof ownFolder>
  let jobs: Jobs
  let disk: DatabaseSync
  let runs = 0

  // Removing jobs fails, as on a full disk; `retryIn` is asked once that was noticed.
  beforeEach(async () => {
    folder = ownFolder()
    const file = join(folder.path, 'jobs.db')
    const noticed = Promise.withResolvers<void>()
    const retryIn = () => {
      noticed.resolve()
      return 1
    }
    jobs = sqliteJobs({ file, now: () => 0, retryIn })
    disk = new DatabaseSync(file)
    disk.exec("CREATE TRIGGER full BEFORE DELETE ON jobs BEGIN SELECT RAISE(ABORT, 'disk full'); END")
    runs = 0
    jobs.work('mail', async () => void runs++)
    await jobs.add({ queue: 'mail', id: 'a', at: 0 })
    await noticed.promise
  })
  afterEach(() => {
    disk.close()
    folder.remove()
  })

  it('makes no run happen twice', async () => {
    disk.exec('DROP TRIGGER full')
    await jobs.settled()
    await jobs.close()
    expect(runs).toBe(1)
    expect(disk.prepare('SELECT * FROM jobs').all()).toEqual([])
  })

  it('does not hinder closing, and the job is still there', async () => {
    await jobs.close()
    expect(runs).toBe(1)
    expect(disk.prepare('SELECT id FROM jobs').all()).toMatchObject([{ id: 'a' }])
  })
})

describe('the jobs file', () => {
  it('with a job further away than a timer reaches sets the longest timer there is', async () => {
    const warnings: string[] = []
    const onWarning = ({ name }: Error) => warnings.push(name)
    process.on('warning', onWarning)
    const jobs = sqliteJobs({ file: ':memory:', now: () => 0 })
    jobs.work('mail', async () => {})
    await jobs.add({ queue: 'mail', id: 'next year', at: 365 * 86_400_000 })
    await jobs.settled()
    // Warnings are told in a later turn.
    await new Promise(setImmediate)
    await jobs.close()
    process.off('warning', onWarning)
    expect(warnings).not.toContain('TimeoutOverflowWarning')
  })

  it.each(Object.keys(sql) as (keyof typeof sql)[])(
    'answers %s by an index, never by reading the whole table or sorting',
    (name) => {
      const db = openSqlite({ file: ':memory:', migrations })
      const plan = db.prepare(`EXPLAIN QUERY PLAN ${sql[name]}`).all()
      db.close()
      expect(plan.map(({ detail }) => String(detail)).filter((step) => /^SCAN|TEMP B-TREE/.test(step))).toEqual([])
    },
  )
})

describe('the delay before the next attempt', () => {
  it.each([
    { attempts: 1, most: 2_000 },
    { attempts: 3, most: 8_000 },
    { attempts: 9, most: 240_000 },
    { attempts: 2_000, most: 240_000 },
  ])('after failure $attempts is anything up to $most ms', ({ attempts, most }) => {
    const delays = Array.from({ length: 500 }, () => fullJitter(attempts))
    expect(Math.max(...delays)).toBeLessThanOrEqual(most)
    expect(Math.max(...delays) - Math.min(...delays)).toBeGreaterThan(most / 2)
  })
})
