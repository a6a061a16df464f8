// Slack's methods, and the JSON Schemas of cards and manifests without their prose.
import { SLACK_METHODS } from './sources.ts'

type SlackArgument = { readonly required?: boolean; readonly type?: string | readonly string[] }
type SlackMethod = { readonly args: Readonly<Record<string, SlackArgument>>; readonly errors: Readonly<Record<string, string>> }
export interface SlackSource {
  readonly methods: Readonly<Record<string, SlackMethod>>
}

function argument({ required = false, type = 'string' }: SlackArgument) {
  return { required, types: [type].flat().sort() }
}

/** Per method: its arguments (`required`, `types` as the reference names them) and the names of its errors. */
export function distilSlack(source: SlackSource) {
  const methods = SLACK_METHODS.map((name) => {
    const method = source.methods[name]
    if (!method) throw new Error(`The source knows no Slack method ${name}`)
    const args = Object.fromEntries(Object.entries(method.args).map(([key, each]) => [key, argument(each)]))
    return [name, { args, errors: Object.keys(method.errors).sort() }]
  })
  return { methods: Object.fromEntries(methods) }
}

const PROSE = new Set([
  'description',
  'markdownDescription',
  'title',
  'examples',
  '$comment',
  'defaultSnippets',
  'enumDescriptions',
])

/** Prose may only be dropped where it is a keyword, not where it is the name of a property. */
function pruned(schema: unknown, names = false): unknown {
  if (Array.isArray(schema)) return schema.map((each) => pruned(each))
  if (typeof schema !== 'object' || schema === null) return schema
  const kept = Object.entries(schema).filter(([key]) => names || !(PROSE.has(key) || key.startsWith('x-')))
  return Object.fromEntries(kept.map(([key, value]) => [key, isData(key, names) ? value : pruned(value, !names && isNames(key))]))
}

const isNames = (key: string): boolean =>
  ['properties', 'definitions', '$defs', 'patternProperties', 'dependencies'].includes(key)
const isData = (key: string, names: boolean): boolean => !names && ['enum', 'const', 'default', 'required'].includes(key)

interface Additions {
  readonly may?: Readonly<Record<string, object>>
  readonly must?: readonly string[]
}

/** The schema without prose. The root, or what it refers to, `may` have more properties and `must` have some. */
export function distilSchema(source: unknown, { may = {}, must = [] }: Additions = {}): object {
  const schema = pruned(source) as Record<string, unknown>
  const root = rootOf(schema)
  root.properties = { ...(root.properties as object), ...may }
  if (must.length > 0) root.required = must
  return schema
}

function firstRef(schema: unknown): string | undefined {
  if (typeof schema !== 'object' || schema === null) return undefined
  const { $ref, allOf, anyOf } = schema as Record<string, unknown>
  return typeof $ref === 'string' ? $ref : [allOf, anyOf].flat().map(firstRef).find(Boolean)
}

function rootOf(schema: Record<string, unknown>): Record<string, unknown> {
  const keys = firstRef(schema)?.replace('#/', '').split('/') ?? []
  return keys.reduce((part, key) => part[key] as Record<string, unknown>, schema)
}
