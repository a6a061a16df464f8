// Genesys Cloud: operations, topics and models as JSON Schema, from the derived description of its API.
import { GENESYS_BODIES, GENESYS_BY_SDK, GENESYS_OPERATIONS, GENESYS_TOPICS, GENESYS_UNREAD, GENESYS_UPLOADS } from './sources.ts'

type Field = {
  readonly type: string
  readonly required?: boolean
  readonly enum?: readonly string[]
  readonly description?: string
}
type Param = { readonly name: string; readonly type: string; readonly notes?: string }
type Operation = {
  readonly method: string
  readonly path: string
  readonly permissions: { readonly type: string; readonly list: readonly string[] }
  readonly params: readonly Param[]
  readonly requestBody: string | null
  readonly response: string
}
export interface GenesysSource {
  readonly operations: Readonly<Record<string, Operation>>
  readonly topics: readonly { readonly topic: string; readonly class: string }[]
  readonly models: Readonly<Record<string, Readonly<Record<string, Field>>>>
}

type Schema = Record<string, unknown>

const INTERVAL = '^[^/]+/[^/]+$'

/** The descriptions say which strings are instants, dates or intervals. */
function text(field: Pick<Field, 'enum' | 'description'>): Schema {
  const { description = '' } = field
  if (field.enum) return { enum: [...field.enum].sort() }
  if (description.includes('Date time is represented as an ISO-8601 string')) return { type: 'string', format: 'date-time' }
  if (/Dates are represented as an ISO-8601 string/.test(description)) return { type: 'string', format: 'date' }
  if (/Intervals are represented as an ISO-8601 string/.test(description)) return { type: 'string', pattern: INTERVAL }
  return { type: 'string' }
}

function typed(type: string, field: Pick<Field, 'enum' | 'description'>): Schema {
  const list = /^Array<(.+)>$/.exec(type)
  if (list) return { type: 'array', items: typed(list[1]!, field) }
  const map = /^\{ \[key: string\]: (.+); \}$/.exec(type)
  if (map) return { type: 'object', additionalProperties: typed(map[1]!, {}) }
  if (type.startsWith('Models.')) return { $ref: `#/$defs/${type.slice('Models.'.length)}` }
  if (type === 'string') return text(field)
  return type === 'number' || type === 'boolean' ? { type } : {}
}

function model(fields: Readonly<Record<string, Field>>): Schema {
  const entries = Object.entries(fields)
  const required = entries.filter(([, field]) => field.required).map(([name]) => name)
  return {
    type: 'object',
    properties: Object.fromEntries(entries.map(([name, field]) => [name, typed(field.type, field)])),
    additionalProperties: false,
    ...(required.length > 0 ? { required: required.sort() } : {}),
  }
}

const refs = (schema: unknown): string[] => [...JSON.stringify(schema).matchAll(/#\/\$defs\/(\w+)/g)].map(([, name]) => name!)

function reach(source: GenesysSource, from: readonly string[]): Record<string, Schema> {
  const found: Record<string, Schema> = {}
  const models: GenesysSource['models'] = { ...GENESYS_BODIES.models, ...source.models }
  const todo = [...from]
  for (let name = todo.pop(); name !== undefined; name = todo.pop()) {
    if (found[name]) continue
    found[name] = GENESYS_UNREAD.has(name) ? { type: 'object' } : model(models[name] ?? {})
    todo.push(...refs(found[name]))
  }
  return found
}

/** In the query values are text; only lists and enums are worth checking. */
function query(params: readonly Param[], path: string) {
  const asked = params.filter(({ name }) => name !== 'body' && !path.includes(`{${name}}`))
  return Object.fromEntries(
    asked.map(({ name, type, notes = '' }) => {
      const values = /\*\*Values\*\*: (.+)$/.exec(notes)?.[1]?.split(', ')
      const shape = { type: type.replace(/^\[String\]$/, 'list').toLowerCase(), required: !notes.startsWith('[optional]') }
      return [name.replace(/^_/, ''), values ? { ...shape, values: values.sort() } : shape]
    }),
  )
}

function operation(source: GenesysSource, id: string) {
  const found = source.operations[id] ?? (GENESYS_BY_SDK as Readonly<Record<string, Operation>>)[id]
  if (!found) throw new Error(`The source knows no Genesys operation ${id}`)
  const { method, path, permissions, params, response } = found
  const requestBody = found.requestBody ?? GENESYS_BODIES.of[id]
  return {
    method,
    path,
    permissions: { type: permissions.type, list: permissions.list },
    query: query(params, path),
    ...(requestBody ? { body: typed(requestBody, {}) } : {}),
    ...(response === 'void' ? {} : { response: typed(response, {}) }),
  }
}

/** What the sandbox and the tests check calls and answers with. Keys come out in any order; the writer sorts them. */
export function distilGenesys(source: GenesysSource) {
  const operations = Object.fromEntries(GENESYS_OPERATIONS.map((id) => [id, operation(source, id)]))
  const topics = Object.fromEntries(
    GENESYS_TOPICS.map((topic) => {
      const found = source.topics.find((each) => each.topic === topic)
      if (!found) throw new Error(`The source knows no Genesys topic ${topic}`)
      return [topic, typed(`Models.${found.class}`, {})]
    }),
  )
  return { operations, topics, $defs: reach(source, [...refs(operations), ...refs(topics), ...GENESYS_UPLOADS, 'ErrorBody']) }
}
