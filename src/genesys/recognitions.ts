import * as z from 'zod'
import type { ContactCentre, Thanks } from '../ports.ts'
import type { Session } from './calls/session.ts'
import { iso } from './times.ts'

const Recognition = z.object({
  id: z.string(),
  contextId: z.string().nullish(),
  title: z.string().nullish(),
  note: z.string().nullish(),
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

/** What is for no conversation is known by its words. */
const isSame = ({ contextId, title, note }: z.infer<typeof Recognition>, thanks: Thanks): boolean =>
  thanks.conversation === undefined
    ? !contextId && title === shortened(thanks.title, TITLE) && note === shortened(thanks.note, NOTE)
    : contextId === thanks.conversation

/** Thanks in Genesys, hung on the conversation they are for, if they are for one. */
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
          ...(conversation === undefined ? {} : { contextType: 'Interaction', contextId: conversation }),
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

  const recognitionFor: ContactCentre['recognitionFor'] = async (thanks, since) => {
    for (let page = 1; page <= MOST_PAGES; page++) {
      const { entities, pageCount } = await pageOf(thanks.to, since, page)
      const found = entities?.find((each) => isSame(each, thanks) && (each.recipient?.id ?? thanks.to) === thanks.to)
      if (found) return { id: found.id }
      if (page >= (pageCount ?? 1)) return undefined
    }
    return undefined
  }

  return { recognise, recognitionFor }
}
