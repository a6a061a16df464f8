import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { groupCommit } from '../../src/store/group.ts'

describe('a group commit', () => {
  let db: DatabaseSync

  beforeEach(() => {
    db = new DatabaseSync(':memory:')
    // The foreign key is checked at the commit only: how a commit fails without patching anything.
    db.exec(
      'CREATE TABLE parents (id PRIMARY KEY); CREATE TABLE notes (id REFERENCES parents (id) DEFERRABLE INITIALLY DEFERRED)',
    )
  })
  afterEach(() => db.close())

  const note = (id: number | null) => () => void db.prepare('INSERT INTO notes VALUES (?)').run(id)
  const notes = () => Number(db.prepare('SELECT count(*) AS n FROM notes').get()?.n)

  it('fails everybody when the commit fails, and the next group is unharmed', async () => {
    const group = groupCommit(db)
    const answers = await Promise.allSettled([group.write(note(null)), group.write(note(7))])
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    expect(notes()).toBe(0)
    await group.write(note(null))
    expect(notes()).toBe(1)
  })

  it('takes back alone what throws', async () => {
    const group = groupCommit(db)
    const thrower = group.write(() => {
      note(null)()
      throw new Error('changed my mind')
    })
    const answers = await Promise.allSettled([group.write(note(null)), thrower, group.write(note(null))])
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(notes()).toBe(2)
  })

  it('commits what waits when it is closed, and nothing afterwards', async () => {
    const group = groupCommit(db)
    const written = group.write(note(null))
    group.close()
    await written
    await expect(group.write(note(null))).rejects.toThrow('nothing more can be written')
    expect(notes()).toBe(1)
  })
})
