// Employee engagement recognitions. https://developer.genesys.cloud/devapps/sdk/docexplorer/purecloudjavascript/EmployeeEngagementApi
import type { Answer, Call } from '../core/world.ts'
import { no, notFound, ok, paged } from './answers.ts'
import { canTakePart } from './coaching/appointment-shape.ts'
import type { On } from './guard.ts'
import { iso, type Org, self, userRef } from './org.ts'

const TITLE = 100
const NOTE = 800

interface Written {
  readonly recipientId: string
  readonly type: string
  readonly title: string
  readonly note?: string
  readonly contextType?: string
  readonly contextId?: string
}

interface Recognition extends Omit<Written, 'recipientId'> {
  readonly id: string
  readonly recipient: { readonly id: string }
  readonly dateCreated: string
  readonly selfUri: string
}

function tooLong({ title, note = '' }: Written): string | undefined {
  if (title.trim() === '' || title.length > TITLE) return `title must have 1 to ${TITLE} characters`
  return note.length > NOTE ? `note must have at most ${NOTE} characters` : undefined
}

export function recognitions(on: On, { world }: Org): void {
  const all: Recognition[] = []

  function create({ body }: Call): Answer {
    const { recipientId, ...rest } = body as Written
    const recipient = world.cast.people.find((person) => person.id === recipientId)
    if (!canTakePart(recipient)) return no(400, 'bad.request', `Recipient ${recipientId} does not exist or is not active`)
    const problem = tooLong(body as Written)
    if (problem) return no(400, 'bad.request', problem)
    const id = crypto.randomUUID()
    const dateCreated = iso(world.clock.now())
    const made = {
      id,
      recipient: userRef(recipientId),
      dateCreated,
      ...rest,
      selfUri: self(`employeeengagement/recognitions/${id}`),
    }
    all.push(made)
    world.ledger.commit({ vendor: 'genesys', effect: 'recognition.created', by: 'bot', id, body: made })
    return { status: 201, body: made }
  }

  /** `sent` = by this client; a client is no user, so nothing was ever `received` (the default direction) by it. */
  function list({ query }: Call): Answer {
    const recipient = query.get('recipient')
    const from = query.get('dateStart') ?? ''
    const to = query.get('dateEnd') ?? '9999'
    const sent = query.get('direction') === 'sent' ? all : []
    const found = sent.filter(
      (each) => (recipient === null || each.recipient.id === recipient) && each.dateCreated >= from && each.dateCreated <= to,
    )
    return ok(paged(found, query, 100))
  }

  on('postEmployeeengagementRecognitions', create)
  on('getEmployeeengagementRecognitions', list)
  on('getEmployeeengagementRecognition', ({ params }) => {
    const found = all.find(({ id }) => id === params.recognitionId)
    return found ? ok(found) : notFound('recognition', params.recognitionId)
  })
}
