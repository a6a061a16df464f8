// The Adaptive Card elements our templates may use: a small closed set, because each must also be drawn as Block Kit.
// https://adaptivecards.io/explorer/
import * as z from 'zod'

export const TextBlock = z.strictObject({
  type: z.literal('TextBlock'),
  /** Markdown: [text](url), **bold** and backslash escapes. */
  text: z.string().min(1),
  wrap: z.boolean().optional(),
  style: z.enum(['default', 'heading']).optional(),
  size: z.enum(['Small', 'Default', 'Medium', 'Large']).optional(),
  weight: z.enum(['Default', 'Bolder']).optional(),
  color: z.enum(['Default', 'Accent', 'Good', 'Warning', 'Attention']).optional(),
  isSubtle: z.boolean().optional(),
  spacing: z.enum(['None', 'Small', 'Default', 'Medium', 'Large']).optional(),
})
export type TextBlock = z.infer<typeof TextBlock>

export const FactSet = z.strictObject({
  type: z.literal('FactSet'),
  facts: z.array(z.strictObject({ title: z.string().min(1), value: z.string().min(1) })).min(1),
})
export type FactSet = z.infer<typeof FactSet>

/** What stands beside, above or under a bar or a line is plain text. */
const ChartPoint = z.strictObject({ x: z.string().min(1).max(20), y: z.number() })
const ChartSeries = z.strictObject({ legend: z.string().min(1).max(20), values: z.array(ChartPoint).min(1).max(20) })

const areUnique = (all: readonly unknown[]): boolean => new Set(all).size === all.length

/** Slack draws only series of different names, with one point each for the same categories. */
function areSeries(data: readonly z.infer<typeof ChartSeries>[]): boolean {
  const [categories = [], ...others] = data.map(({ values }) => values.map(({ x }) => x))
  const same = others.every((other) => other.join('\n') === categories.join('\n'))
  return same && areUnique(categories) && areUnique(data.map(({ legend }) => legend))
}

/**
 * Beside numbers that stand in the text, too: where there are no charts it is left out, and who listens hears the numbers.
 * Its bounds are Slack's. https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/charts-in-adaptive-cards
 */
export const BarChart = z.strictObject({
  type: z.literal('Chart.VerticalBar.Grouped'),
  title: z.string().min(1).max(50),
  data: z.array(ChartSeries).min(1).max(6).refine(areSeries, 'series with one point each for the same categories'),
  fallback: z.literal('drop'),
})
export type BarChart = z.infer<typeof BarChart>

/** What is filled in travels under this id beside the button's; it is found again by it, so it is unique on its card. */
const InputId = z.string().regex(/^(?!button$)[a-z]\w{0,39}$/)

const asked = {
  id: InputId,
  /** Plain text; screen readers say it, too. */
  label: z.string().min(1),
  isRequired: z.boolean().optional(),
  errorMessage: z.string().optional(),
  spacing: z.enum(['None', 'Small', 'Default', 'Medium', 'Large']).optional(),
}

/** Dates are YYYY-MM-DD. Slack knows neither bounds nor what is required, so whatever comes back is checked. */
export const DateInput = z.strictObject({
  type: z.literal('Input.Date'),
  ...asked,
  value: z.iso.date().optional(),
  min: z.iso.date().optional(),
  max: z.iso.date().optional(),
})
export type DateInput = z.infer<typeof DateInput>

const TimeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)

/** Times are HH:MM. */
export const TimeInput = z.strictObject({
  type: z.literal('Input.Time'),
  ...asked,
  value: TimeOfDay.optional(),
  min: TimeOfDay.optional(),
  max: TimeOfDay.optional(),
})
export type TimeInput = z.infer<typeof TimeInput>

export const TextInput = z.strictObject({
  type: z.literal('Input.Text'),
  ...asked,
  value: z.string().optional(),
  maxLength: z.number().int().min(1).max(3000).optional(),
})
export type TextInput = z.infer<typeof TextInput>

/** One of several; without a `style` it is a menu. */
export const ChoiceInput = z.strictObject({
  type: z.literal('Input.ChoiceSet'),
  ...asked,
  value: z.string().optional(),
  choices: z.array(z.strictObject({ title: z.string().min(1), value: z.string().min(1) })).min(1),
})
export type ChoiceInput = z.infer<typeof ChoiceInput>

const INPUTS = [DateInput, TimeInput, TextInput, ChoiceInput] as const
export type CardInput = DateInput | TimeInput | TextInput | ChoiceInput

const press = {
  title: z.string().min(1),
  tooltip: z.string().optional(),
  style: z.enum(['default', 'positive', 'destructive']).optional(),
  /** `none`: what was filled in is neither checked nor sent. */
  associatedInputs: z.enum(['auto', 'none']).optional(),
  data: z.strictObject({ button: z.string().min(1) }),
}

/** A button. Clients that do not know Action.Execute use the fallback, which carries the same button id. */
export const Execute = z.strictObject({
  type: z.literal('Action.Execute'),
  id: z.string().optional(),
  ...press,
  verb: z.literal('press'),
  fallback: z.strictObject({ type: z.literal('Action.Submit'), ...press }),
})
export type Execute = z.infer<typeof Execute>

/** A button that asks for a dialog instead of doing something, where there are dialogs. */
export const Open = z.strictObject({
  type: z.literal('Action.Submit'),
  id: z.string().optional(),
  ...press,
  data: z.strictObject({ button: z.string().min(1), msteams: z.strictObject({ type: z.literal('task/fetch') }) }),
})
export type Open = z.infer<typeof Open>

export const ActionSet = z.strictObject({
  type: z.literal('ActionSet'),
  actions: z.array(z.discriminatedUnion('type', [Execute, Open])).min(1),
})
export type ActionSet = z.infer<typeof ActionSet>

export const Container = z.strictObject({
  type: z.literal('Container'),
  items: z.array(z.discriminatedUnion('type', [TextBlock, FactSet, ...INPUTS, ActionSet])).min(1),
  spacing: z.enum(['None', 'Small', 'Default', 'Medium', 'Large']).optional(),
})
export type Container = z.infer<typeof Container>

export const CardElement = z.discriminatedUnion('type', [TextBlock, FactSet, BarChart, ...INPUTS, ActionSet, Container])
export type CardElement = z.infer<typeof CardElement>

export const AdaptiveCard = z.strictObject({
  $schema: z.string().optional(),
  type: z.literal('AdaptiveCard'),
  version: z.literal('1.5'),
  lang: z.string().optional(),
  fallbackText: z.string().optional(),
  body: z.array(CardElement).min(1),
})
export type AdaptiveCard = z.infer<typeof AdaptiveCard>
