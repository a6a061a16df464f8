import * as z from 'zod'
import type { ContactCentre } from '../ports.ts'
import type { Session } from './calls/session.ts'
import { iso } from './times.ts'

const Recognition = z.object({
  id: z.string(),
  contextId: z.string().nullish(),
  recipient: z.object({ id: z.string() }).nullish(),
})
const Given = z.object({ id: z.string() })
const Listing = z.object({ entities: z.array(Recognition).nullish(), pageCount: z.number().nullish() })

/** Limits of Genesys: a longer text is refused, a shortened one still thanks. */
const TITLE = 100
const NOTE = 800
const PAGE = 100
const MOST_PAGES = 20

const shortened = (text: string, most: number): string =>
  [...text].length <= most ? text : `${[...text].slice(0, most - 1).join('')}…`

/** Thanks in Genesys, hung on the conversation they are for. */
export function recognitions(session: Session, now: () => number) {
  const recognise: ContactCentre['recognise'] = ({ to, title, note, conversation }) =>
    session.ask({
      name: 'postEmployeeengagementRecognitions',
      schema: Given,
      kind: 'create',
      call: ({ engagement }) =>
        engagement.postEmployeeengagementRecognitions({
          recipientId: to,
          type: 'ThankYou',
          title: shortened(title, TITLE),
          note: shortened(note, NOTE),
          contextType: 'Interaction',
          contextId: conversation,
        }),
    })

  const pageOf = (to: string, since: number, pageNumber: number) =>
    session.ask({
      name: 'getEmployeeengagementRecognitions',
      schema: Listing,
      call: ({ engagement }) =>
        engagement.getEmployeeengagementRecognitions({
          direction: 'sent',
          recipient: to,
          dateStart: iso(since),
          // A minute ahead: Genesys's clock need not be ours.
          dateEnd: iso(now() + 60_000),
          pageSize: PAGE,
          pageNumber,
        }),
    })

  const recognitionFor: ContactCentre['recognitionFor'] = async (to, conversation, since) => {
    for (let page = 1; page <= MOST_PAGES; page++) {
      const { entities, pageCount } = await pageOf(to, since, page)
      const found = entities?.find(({ contextId, recipient }) => contextId === conversation && (recipient?.id ?? to) === to)
      if (found) return { id: found.id }
      if (page >= (pageCount ?? 1)) return undefined
    }
    return undefined
  }

  return { recognise, recognitionFor }
}
