import * as z from 'zod'
import type { Mail } from '../ports.ts'
import { type GraphOptions, openGraph } from './microsoft-api.ts'

/**
 * E-mail from one mailbox of the organisation (application permission Mail.Send). Graph knows no key that would make a repeat
 * harmless, and answers 202 before anything is sent: https://learn.microsoft.com/graph/api/user-sendmail
 */
export function microsoftMail(options: GraphOptions & { readonly from: string }): Mail {
  const graph = openGraph(options)
  const path = `/users/${encodeURIComponent(options.from)}/sendMail`
  return {
    async send({ to, subject, text }) {
      const toRecipients = [{ emailAddress: { address: to } }]
      const message = { subject, body: { contentType: 'text', content: text }, toRecipients }
      await graph({ method: 'POST', path, body: { message, saveToSentItems: false }, repeatable: false }, z.unknown())
    },
  }
}
