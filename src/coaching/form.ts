// The form for the common settings: what stands in its fields, and what is meant by what was typed into them. Pure.
import * as z from 'zod'
import { valueIn } from './command-words.ts'
import { COMMANDS, type Grammar } from './commands.ts'
import { Inputs } from './inputs.ts'
import { PersonId } from './interaction.ts'
import { settingsFor, withOverrides } from './overrides.ts'
import { Scope, type Where } from './scope.ts'
import type { Setting, SettingValue } from './setting-places.ts'
import { DEFAULTS, type Settings, settingOf, validated, written } from './settings.ts'
import { plain } from './view.ts'

/** In the order they are asked for. */
export const FIELDS = [
  'customer',
  'agent',
  'pattern',
  'evaluation',
  'praise',
  'limit',
  'minutes',
  'shadow',
] as const satisfies readonly Setting[]
export type Field = (typeof FIELDS)[number]

/** The input for why it is changed. */
export const REASON = 'because'
export const MOST_REASON = 200

/** What a button of the form does: `fetch` opens it as a dialog, `here` in place of the card it stands on. */
export const Step = z.enum(['fetch', 'here', 'preview', 'back', 'save'])
export type Step = z.infer<typeof Step>

/** A form somebody opened: the version of the settings it was filled with, what stood in it then, and what was typed since. */
export const Form = z.strictObject({
  by: PersonId,
  scope: Scope.nullable(),
  version: z.number().int(),
  stood: Inputs,
  typed: Inputs,
  state: z.enum(['open', 'preview', 'saved']),
  /** The version it became. */
  saved: z.number().int().nullable(),
  buttons: z.array(z.strictObject({ code: z.string(), does: Step })),
})
export type Form = z.infer<typeof Form>

/** Whom the form is about, and how everything is set. `where`: what the scope says about places. */
export interface Basis {
  readonly settings: Settings
  readonly scope: Scope | null
  readonly where: Where
}

export const DEFAULT = 'default'

/** Shadow has a command of its own, and so no entry among those of `set`. */
const SHADOW: Grammar = { words: { on: 'on', off: 'off' } }

export const entryOf = (field: Field) => COMMANDS.find(({ setting }) => setting?.what === field)
const grammarOf = (field: Field): Grammar => entryOf(field)?.setting ?? SHADOW

/** What would be typed for it: "3 of 5", "-0.65", "off". */
const typedFor = (field: Field, value: SettingValue): string =>
  value === null ? (field === 'shadow' ? DEFAULT : 'off') : String(value)

/** What stands in each field before anybody typed. */
export function standing({ settings, scope, where }: Basis): Inputs {
  const here = scope ? settingsFor(settings, where) : settings
  return Object.fromEntries(FIELDS.map((field) => [field, typedFor(field, settingOf(here, field))]))
}

/** What can be chosen instead of typed; undefined where it is typed. */
export function choicesOf(field: Field): readonly string[] | undefined {
  if (field === 'shadow') return [DEFAULT, 'on', 'off']
  return field === 'minutes' ? [...Object.keys(grammarOf(field).words ?? {}), DEFAULT] : undefined
}

/** What is wrong with a field; `refused` names the sentence that says so. */
export type Wrong =
  | { readonly kind: 'empty' | 'unclear' }
  | { readonly kind: 'out-of-range'; readonly least: number; readonly most: number }
  | { readonly kind: 'refused'; readonly why: string }

export type Wrongs = Readonly<Partial<Record<Field, Wrong>>>
export type Read = { readonly after: Settings } | { readonly wrong: Wrongs }

/** Undefined = as for everybody, or, for everybody, as Halftime came. */
type Values = ReadonlyMap<Field, SettingValue | undefined>

/** The settings as they would be, or what is wrong, field by field. A field that says what stood there changes nothing. */
export function readForm(basis: Basis, typed: Inputs): Read {
  const stood = standing(basis)
  const read = FIELDS.flatMap((field) => {
    const value = valueOfField(field, { typed: spoken(typed[field] ?? ''), stood: stood[field]!, scoped: basis.scope !== null })
    return value === 'same' ? [] : [[field, value] as const]
  })
  const wrong = read.flatMap(([field, value]) => ('kind' in value ? [[field, value] as const] : []))
  if (wrong.length > 0) return { wrong: Object.fromEntries(wrong) }
  const values = new Map(read.flatMap(([field, value]) => ('is' in value ? [[field, value.is] as const] : [])))
  const after = applied(basis, values)
  return 'refused' in after ? { wrong: blamed(basis, values, after.refused) } : { after }
}

/** As the grammar of the commands takes it. */
const spoken = (typed: string): string => plain(typed, 100).toLowerCase()

interface Filled {
  readonly typed: string
  readonly stood: string
  readonly scoped: boolean
}

function valueOfField(
  field: Field,
  { typed, stood, scoped }: Filled,
): { readonly is: SettingValue | undefined } | Wrong | 'same' {
  const grammar = grammarOf(field)
  if (typed === stood) return 'same'
  if (typed === DEFAULT) return { is: scoped ? undefined : settingOf(DEFAULTS, field) }
  // A choice that was not sent was not changed.
  if (typed === '') return choicesOf(field) ? 'same' : { kind: 'empty' }
  const value = valueIn(typed, grammar)
  if (value === undefined) return { kind: 'unclear' }
  if (value === 'out-of-range') return { kind: value, least: grammar.range!.least, most: grammar.range!.most }
  return typedFor(field, value.is) === stood ? 'same' : value
}

/** All at once, since each by itself may not go with the others as they are now. */
function applied({ settings, scope }: Basis, values: Values): Settings | { readonly refused: string } {
  if (scope) return withOverrides(settings, scope, values)
  return validated(written(settings, Object.fromEntries([...values].map(([field, value]) => [field, value ?? null]))))
}

/** Whichever would be refused by itself; else all that moved a threshold, since those do not go together. */
function blamed(basis: Basis, values: Values, refused: string): Wrongs {
  const alone = [...values].filter(([field, value]) => 'refused' in applied(basis, new Map([[field, value]])))
  const some = alone.length > 0 ? alone : [...values].filter(([field]) => field === 'customer' || field === 'praise')
  const fields = some.length > 0 ? some : [...values]
  return Object.fromEntries(fields.map(([field]) => [field, { kind: 'refused', why: refused }]))
}

/** Somebody else changed the settings meanwhile: what was typed is kept, the rest is as it is now. */
export function renewed(typed: Inputs, stood: Inputs, now: Inputs): Inputs {
  const fields = FIELDS.map((field) => [field, typed[field] === stood[field] ? now[field]! : (typed[field] ?? '')] as const)
  return { ...Object.fromEntries(fields), [REASON]: typed[REASON] ?? '' }
}

/** Why, made harmless; null when nothing was said. */
export const reasonOf = (typed: Inputs): string | null => plain(typed[REASON] ?? '', MOST_REASON) || null
