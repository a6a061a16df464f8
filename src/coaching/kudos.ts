// Thanks by hand: what may be typed after `/kudos`, and what is meant by it. Pure; who may do it is decided elsewhere.
import { addressIn, distance } from './command-words.ts'
import { plain } from './view.ts'

export type Kudos =
  /** `line`: made harmless. */
  | { readonly kind: 'thank'; readonly to: string; readonly line: string }
  /** Whether whoever types it wants messages of kudos. */
  | { readonly kind: 'messages'; readonly on: boolean }
  | { readonly kind: 'help' }
  /** `meant`: ready to be typed. */
  | { readonly kind: 'unclear'; readonly why: 'no-address' | 'no-line'; readonly meant?: string }
  | { readonly kind: 'too-long' }

/** A note in Genesys holds 800 characters, and says whom it is from as well. */
export const MOST_LINE = 500

const MOST_MEANT = 200
const MOST_ADDRESS = 254

/** What a text that begins with "kudos" means; undefined when it does not. A mention of the bot and a leading "coaching" may stand before it. */
export function kudosIn(text: string): Kudos | undefined {
  const found = /^\s*(?:<at[^<>]*>[^<>]*<\/at>\s*)*(?:\/?coaching\s+)?\/?kudos(?:\s+(.*))?$/is.exec(text)
  return found ? readKudos((found[1] ?? '').trim()) : undefined
}

function readKudos(typed: string): Kudos {
  const word = typed.toLowerCase()
  if (word === '' || word === 'help' || word === '?') return { kind: 'help' }
  if (word === 'on' || word === 'off') return { kind: 'messages', on: word === 'on' }
  const [, first = '', said = ''] = /^(\S+)\s*(.*)$/s.exec(typed) ?? []
  const to = addressed(first)
  if (to === undefined) return { kind: 'unclear', why: 'no-address', ...meantBy(typed) }
  const line = plain(said, Number.POSITIVE_INFINITY)
  if (line === '') return { kind: 'unclear', why: 'no-line', meant: `kudos ${to} …` }
  return line.length > MOST_LINE ? { kind: 'too-long' } : { kind: 'thank', to, line }
}

/** An e-mail address, perhaps with a comma or a colon after it. */
function addressed(word: string): string | undefined {
  const address = addressIn(word).replace(/[,:;]$/, '')
  return /^[^\s@<>|]+@[^\s@<>|]+$/.test(address) && address.length <= MOST_ADDRESS ? plain(address, MOST_ADDRESS) : undefined
}

/** A letter off "on" or "off", or the address later in the sentence. */
function meantBy(typed: string): { readonly meant?: string } {
  const word = typed.toLowerCase()
  const choice = ['off', 'on'].find((each) => distance(word.slice(0, 10), each) <= 1)
  if (choice) return { meant: `kudos ${choice}` }
  const words = typed.split(/\s+/)
  const place = words.findIndex((each) => addressed(each) !== undefined)
  if (place < 0) return {}
  const line = words.toSpliced(place, 1).join(' ')
  return { meant: plain(`kudos ${addressed(words[place]!)} ${line}`, MOST_MEANT) }
}
