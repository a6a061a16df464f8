// The form for the common settings as a card: to be filled in, before it is saved, and afterwards.
import {
  choicesOf,
  entryOf,
  FIELDS,
  type Field,
  type Form,
  MOST_REASON,
  REASON,
  type Step,
  type Wrong,
  type Wrongs,
} from './form.ts'
import type { Inputs } from './inputs.ts'
import type { Card } from './people.ts'
import type { ButtonView } from './proposal-buttons.ts'
import { escapeMarkdown, frame, plain, summaryOf, type Words } from './view.ts'

/** What every state of the form needs to be drawn. */
export interface Drawn {
  readonly id: string
  readonly form: Form
  /** "the queue Billing", as it is said; null = everybody. */
  readonly scope: string | null
  readonly practice: boolean
}

/** An input as the template shows it: plain text. What is empty is left out. */
interface FieldView {
  readonly texts: readonly {
    readonly id: string
    readonly label: string
    readonly value: string
    readonly most: number
    readonly required: boolean
    readonly missing: string
  }[]
  readonly choices: readonly {
    readonly id: string
    readonly label: string
    readonly value: string
    readonly options: readonly { readonly title: string; readonly value: string }[]
  }[]
  readonly error: string
  readonly hint: string
}

const MOST_TYPED = 60

interface Asking extends Drawn {
  readonly notice: readonly string[]
  readonly wrong: Wrongs
}

/** What is said beside each field that cannot stay as it is: plain text. */
export const errorsOf = (wrong: Wrongs, words: Words): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(wrong).map(([field, one]) => [field, errorFor(field as Field, one, words)]))

function errorFor(field: Field, wrong: Wrong, words: Words): string {
  const example = exampleFor(field)
  if (wrong.kind === 'refused') return words.say(wrong.why)
  if (wrong.kind === 'out-of-range') return words.say('form.wrong-range', { least: wrong.least, most: wrong.most, example })
  return words.say(`form.wrong-${wrong.kind}`, { example })
}

/** "-0.65": what is typed after the setting's name. */
function exampleFor(field: Field): string {
  const entry = entryOf(field)
  return entry ? entry.example.slice(entry.name.length + 1) : 'on'
}

/** To be filled in. `notice`: sentences above the fields; `wrong`: what is said below some of them. */
export function formCard(asking: Asking, words: Words): Card {
  const { form, notice, wrong, scope } = asking
  const said = errorsOf(wrong, words)
  const fields = FIELDS.map((field) =>
    fieldView(field, { typed: form.typed, error: said[field] ?? '', scoped: scope !== null }, words),
  )
  const view = {
    ...empty(asking, words, scope === null ? words.say('form.title') : words.say('form.title-for', { scope })),
    notices: notice.map((line) => ({ text: escapeMarkdown(line, 300) })),
    lines: [{ text: escapeMarkdown(words.say('form.line'), 300) }],
    fields: [...fields, reasonView(form.typed, words)],
    buttons: buttons(asking, ['preview'], words),
  }
  return { name: 'settings-form', view, summary: summaryOf(words.say('form.summary')) }
}

interface Filled {
  readonly typed: Inputs
  readonly error: string
  readonly scoped: boolean
}

function fieldView(field: Field, { typed, error, scoped }: Filled, words: Words): FieldView {
  const [label, value] = [words.say(`form.${field}`), plain(typed[field] ?? '', MOST_TYPED)]
  const said = { error: escapeMarkdown(error, 300), hint: '' }
  const choices = choicesOf(field)
  if (!choices) {
    const missing = words.say('form.wrong-empty')
    const hint = escapeMarkdown(words.say(`form.${field}-hint`), 200)
    return { texts: [{ id: field, label, value, most: MOST_TYPED, required: true, missing }], choices: [], ...said, hint }
  }
  const options = choices.map((choice) => ({ value: choice, title: choiceWords(field, choice, { scoped, words }) }))
  const chosen = choices.includes(value) ? value : choices[0]!
  return { texts: [], choices: [{ id: field, label, value: chosen, options }], ...said }
}

function choiceWords(
  field: Field,
  choice: string,
  { scoped, words }: { readonly scoped: boolean; readonly words: Words },
): string {
  if (choice === 'default') return words.say(scoped ? 'form.as-everybody' : `form.${field}-default`)
  return field === 'shadow' ? words.say(`shadow.${choice}`) : choice
}

function reasonView(typed: Inputs, words: Words): FieldView {
  const value = plain(typed[REASON] ?? '', MOST_REASON)
  const texts = [{ id: REASON, label: words.say('form.because'), value, most: MOST_REASON, required: false, missing: '' }]
  return { texts, choices: [], error: '', hint: '' }
}

/** Before it is saved: what would change, and what that would mean. Plain text, a line each. */
export function previewCard(
  drawn: Drawn & { readonly changes: readonly string[]; readonly effect: readonly string[]; readonly because: string | null },
  words: Words,
): Card {
  const { changes, effect, because, scope } = drawn
  const why = because === null ? [] : [words.say('form.because-line', { because })]
  const view = {
    ...empty(drawn, words, scope === null ? words.say('form.preview') : words.say('form.preview-for', { scope })),
    lines: [...changes, ...why].map((line) => ({ text: escapeMarkdown(line, 500) })),
    effectTitle: effect.length > 0 ? escapeMarkdown(words.say('form.effect')) : '',
    effects: effect.map((line) => ({ text: escapeMarkdown(line, 500) })),
    buttons: buttons(drawn, ['save', 'back'], words),
  }
  return { name: 'settings-form', view, summary: summaryOf(words.say('form.preview-summary', { changes: changes.join('; ') })) }
}

/** How it can be opened: in a window of its own, or here, where there are none. */
export function offerCard(drawn: Drawn, words: Words): Card {
  const { scope } = drawn
  const view = {
    ...empty(drawn, words, scope === null ? words.say('form.title') : words.say('form.title-for', { scope })),
    lines: [{ text: escapeMarkdown(words.say('form.offer'), 300) }],
    opens: buttons(drawn, ['fetch'], words),
    buttons: buttons(drawn, ['here'], words).map((button) => ({ ...button, style: 'default' as const })),
  }
  return { name: 'settings-form', view, summary: summaryOf(words.say('form.offer')) }
}

function empty({ practice }: Drawn, words: Words, title: string) {
  const nothing: readonly { readonly text: string }[] = []
  return {
    ...frame(practice, words),
    title: escapeMarkdown(title, 150),
    notices: nothing,
    lines: nothing,
    fields: [] as readonly FieldView[],
    effectTitle: '',
    effects: nothing,
    opens: [] as readonly ButtonView[],
    buttons: [] as readonly ButtonView[],
  }
}

/** The first is the main one: it sends what was filled in. */
function buttons({ id, form }: Drawn, steps: readonly Step[], words: Words): ButtonView[] {
  return steps.flatMap((step, n) => {
    const button = form.buttons.findLast(({ does }) => does === step)
    if (!button) return []
    const said = { title: words.say(`button.form-${step}`), tip: words.say(`button.form-${step}-tip`) }
    const main = n === 0
    return [
      { id: `${id}.${button.code}`, ...said, style: main ? 'positive' : 'default', inputs: main ? 'auto' : 'none' } as const,
    ]
  })
}
