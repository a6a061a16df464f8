import fc from 'fast-check'

const SPECIAL = [...'\\`*_~[]()<>|&#!-+.$ {}\n\t\u202e\u200b\u2028\u00a0\u0007']
const character = fc.oneof(fc.constantFrom(...SPECIAL), fc.nat({ max: 0x7f }).map(toText), fc.nat({ max: 0x10ffff }).map(toText))

function toText(codePoint: number): string {
  return String.fromCodePoint(codePoint)
}

/** Text of any characters, half ones and those with a meaning somewhere included. */
export const anyText = (most: number) => fc.array(character, { maxLength: most }).map((characters) => characters.join(''))
