// What somebody of the cast reads, in their own language: for tests in which the sentence matters and the language does not.
import type { Facts, Words } from '../src/coaching/view.ts'
import { createCast } from '../src/sandbox/core/cast.ts'
import { words } from '../src/words.ts'

const cast = createCast()

/** The words in which they are spoken to, by first name. */
export function wordsOf(name: string): Words {
  const person = cast.person(name)
  if (!person) throw new Error(`nobody in the cast is called ${name}`)
  return words(person.language, { strict: true })
}

const ANYTHING = '\u0000'

/** The sentence of that name as they read it; a fact that is not given may be anything. */
export function said(name: string, key: string, facts: Facts = {}): RegExp {
  const open: Facts = new Proxy(facts, { get: (given, fact: string) => given[fact] ?? ANYTHING })
  const pieces = wordsOf(name).say(key, open).split(ANYTHING)
  return new RegExp(pieces.map((piece) => RegExp.escape(piece)).join('.+'), 's')
}
