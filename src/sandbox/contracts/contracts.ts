// The vendors' contracts, compiled: each function answers what is wrong with a call or an answer, in words; [] = nothing.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { ErrorObject, ValidateFunction } from 'ajv'
import { withoutCharts } from './charts.ts'

export interface Operation {
  readonly method: string
  readonly path: string
  readonly permissions: { readonly type: string; readonly list: readonly string[] }
  readonly query: Readonly<
    Record<string, { readonly type: string; readonly required: boolean; readonly values?: readonly string[] }>
  >
  readonly body?: object
  readonly response?: object
}

interface GenesysContract {
  readonly operations: Readonly<Record<string, Operation>>
  readonly topics: Readonly<Record<string, object>>
  readonly $defs: Readonly<Record<string, object>>
}

interface SlackContract {
  readonly methods: Readonly<
    Record<string, { readonly args: Readonly<Record<string, SlackArgument>>; readonly errors: readonly string[] }>
  >
}
type SlackArgument = { readonly required: boolean; readonly types: readonly string[] }

const read = (name: string): unknown => JSON.parse(readFileSync(join(import.meta.dirname, name), 'utf8'))
export const GENESYS = read('genesys.json') as GenesysContract
const SLACK = read('slack.json') as SlackContract

// ajv is CommonJS whose types and runtime disagree about the default export; require hands out the class itself.
const require = createRequire(import.meta.url)
const Ajv = (require('ajv') as typeof import('ajv')).Ajv
const formats = require('ajv-formats') as typeof import('ajv-formats').default
const ajv = formats(new Ajv({ strict: false, allErrors: true, logger: false }))

const compiled = new Map<string, ValidateFunction>()

function validator(key: string, schema: () => object): ValidateFunction {
  const known = compiled.get(key)
  if (known) return known
  const made = ajv.compile(schema())
  compiled.set(key, made)
  return made
}

function complaint({ instancePath, message = 'is wrong', params }: ErrorObject, where: string): string {
  const detail = Object.values(params as Record<string, unknown>).find((each) => typeof each === 'string' || Array.isArray(each))
  return `${where}${instancePath} ${message}${detail === undefined ? '' : ` (${[detail].flat().join(', ')})`}`
}

function check(validate: ValidateFunction, value: unknown, where: string): string[] {
  return validate(value) ? [] : (validate.errors ?? []).slice(0, 10).map((error) => complaint(error, where))
}

const genesysSchema = (schema: object) => () => ({ ...schema, $defs: GENESYS.$defs })

function operation(id: string): Operation {
  const found = GENESYS.operations[id]
  if (!found) throw new Error(`The contract knows no Genesys operation "${id}"`)
  return found
}

/** Values of a list parameter, repeated or joined by commas (the JavaScript SDK joins them). */
export const listed = (query: URLSearchParams, name: string): string[] => query.getAll(name).flatMap((value) => value.split(','))

function queryComplaints({ query: contract }: Operation, query: URLSearchParams): string[] {
  const unknown = [...query.keys()].filter((name) => !contract[name]).map((name) => `query.${name} is not a parameter`)
  const wrong = Object.entries(contract).flatMap(([name, { type, required, values }]) => {
    const given = type === 'list' ? listed(query, name) : query.getAll(name)
    if (required && given.length === 0) return [`query.${name} is required`]
    if (type !== 'list' && given.length > 1) return [`query.${name} must be given once`]
    if (type === 'number' && given.some((value) => !/^-?\d+$/.test(value))) return [`query.${name} must be a number`]
    return given.some((value) => values && !values.includes(value)) ? [`query.${name} must be one of ${values?.join(', ')}`] : []
  })
  return [...unknown, ...wrong]
}

interface GenesysCall {
  readonly query?: URLSearchParams
  readonly body?: unknown
}

/** What the contract refuses about a call of this operation (e.g. `postCoachingAppointments`). */
export function genesysRequest(id: string, { query = new URLSearchParams(), body }: GenesysCall): string[] {
  const found = operation(id)
  const inQuery = queryComplaints(found, query)
  if (!found.body) return inQuery
  return [...inQuery, ...check(validator(`request ${id}`, genesysSchema(found.body)), body, 'body')]
}

/** What is wrong with an answer's body to this operation. Operations without a response model accept an empty body only. */
export function genesysResponse(id: string, body: unknown): string[] {
  const { response } = operation(id)
  if (!response) return body === undefined || body === '' ? [] : ['the body should be empty']
  return check(validator(`response ${id}`, genesysSchema(response)), body, 'body')
}

/** What is wrong with something that is uploaded beside the API, by the name of its model. */
export const genesysUpload = (model: string, content: unknown): string[] =>
  check(validator(`upload ${model}`, genesysSchema({ $ref: `#/$defs/${model}` })), content, 'upload')

/** What is wrong with the `eventBody` of a notification; `topic` is the template, e.g. `v2.routing.queues.{id}.conversations`. */
export function genesysEvent(topic: string, eventBody: unknown): string[] {
  const schema = GENESYS.topics[topic]
  return schema ? check(validator(`topic ${topic}`, genesysSchema(schema)), eventBody, 'eventBody') : [`unknown topic ${topic}`]
}

function slackFits(value: unknown, types: readonly string[]): boolean {
  if (types.includes('string') || types.includes('array')) return true
  if (types.includes('boolean')) return /^(true|false|0|1)$/.test(String(value))
  if (types.includes('number') || types.includes('integer')) return value !== '' && Number.isFinite(Number(value))
  return typeof value === 'string'
}

/** What Slack's reference refuses about a method's arguments (form or JSON, decoded); names and kinds, not formats inside. */
export function slackArguments(method: string, args: Readonly<Record<string, unknown>>): string[] {
  const contract = SLACK.methods[method]
  if (!contract) return [`unknown method ${method}`]
  const given = Object.entries(args).filter(([name, value]) => name !== 'token' && value !== undefined && value !== null)
  const wrong = given.flatMap(([name, value]) => {
    const argument = contract.args[name]
    if (!argument) return [`unknown argument: ${name}`]
    return slackFits(value, argument.types) ? [] : [`${name} must be a ${argument.types.join(' or ')}`]
  })
  const names = new Set(given.map(([name]) => name))
  const missing = Object.entries(contract.args).filter(([name, { required }]) => required && !names.has(name))
  return [...wrong, ...missing.map(([name]) => `missing required field: ${name}`)]
}

/** Error names Slack documents for a method. */
export const slackErrors = (method: string): readonly string[] => SLACK.methods[method]?.errors ?? []

/** What Adaptive Cards 1.5 refuses about a card, and Teams about the charts in it. https://adaptivecards.io/explorer/AdaptiveCard.html */
export function adaptiveCard(card: unknown): string[] {
  const schema = () => {
    // Draft 6 spells its id `$id`; the published schema still says `id`, which ajv refuses.
    const { $schema: _draft, id: _id, ...rest } = read('adaptive-card.json') as Record<string, unknown>
    return rest
  }
  const aboutCharts: string[] = []
  const plainer = withoutCharts(card, (what) => aboutCharts.push(what))
  return [...aboutCharts, ...check(validator('adaptive card', schema), plainer, 'card')]
}
