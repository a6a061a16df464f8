// What may be said to `npm run doctor`.
import { parseArgs } from 'node:util'

export interface DoctorOptions {
  readonly json: boolean
  /** Whether one appointment and one recognition may be made; 'ask' = whoever sits at the terminal. */
  readonly trial: 'yes' | 'no' | 'ask'
  /** E-mail of the person whom the chats should reach; undefined = supervisors found in Genesys. */
  readonly person: string | undefined
  /** The address under which the vendors reach the bot. */
  readonly url: string | undefined
}

export const USAGE = `Usage: npm run doctor -- [options]
  --json              the findings as JSON (with npm run --silent)
  --yes, --no         may, or may not, create one coaching appointment (deleted again) and one recognition; otherwise it asks
  --person <e-mail>   whom Slack, Teams and the calendar should reach; otherwise some supervisors from Genesys
  --url <https://…>   the bot's public address, to see whether it is reached there`

const KNOWN = {
  json: { type: 'boolean' },
  yes: { type: 'boolean' },
  no: { type: 'boolean' },
  person: { type: 'string' },
  url: { type: 'string' },
} as const

/** The options, or a sentence that says what is wrong with them. */
export function doctorOptions(args: readonly string[]): DoctorOptions | { readonly refused: string } {
  try {
    const { values } = parseArgs({ args: [...args], options: KNOWN, strict: true })
    return checked(values)
  } catch (error) {
    // Node's own sentence names the option; what follows it is about another use of dashes.
    return { refused: error instanceof Error ? error.message.split('. ')[0]! : String(error) }
  }
}

type Values = ReturnType<typeof parseArgs<{ options: typeof KNOWN }>>['values']

function checked({ json = false, yes = false, no = false, person, url }: Values): DoctorOptions | { readonly refused: string } {
  if (yes && no) return { refused: 'Say --yes or --no, not both' }
  if (person !== undefined && !/^[^\s@]+@[^\s@]+$/.test(person)) return { refused: '--person wants an e-mail address' }
  if (url !== undefined && !/^https?:$/.test(URL.parse(url)?.protocol ?? '')) return { refused: '--url wants an http(s) address' }
  return { json, trial: yes ? 'yes' : no ? 'no' : 'ask', person, url }
}
