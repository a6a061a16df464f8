import * as z from 'zod'
import type { Account } from '../../coaching/people.ts'
import type { Vouched } from '../../ports.ts'
import { type GraphOptions, openGraph } from './graph.ts'

const Someone = z.object({
  id: z.string(),
  mail: z.string().nullish(),
  userPrincipalName: z.string().nullish(),
  userType: z.string().nullish(),
  accountEnabled: z.boolean().nullish(),
  preferredLanguage: z.string().nullish(),
})
type Someone = z.infer<typeof Someone>
const Found = z.object({ value: z.array(Someone) })

const SELECT = '$select=id,mail,userPrincipalName,userType,accountEnabled,preferredLanguage'
const GUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i

export interface People {
  find(email: string): Promise<Account | undefined>
  vouch(account: Account): Promise<Vouched | 'stranger'>
}

/**
 * Who is who in our tenant, as Microsoft Graph knows it (application permission User.Read.All, or User.ReadBasic.All with less
 * to see): https://learn.microsoft.com/graph/api/user-get. Only enabled members of the tenant count; whoever Graph does not
 * know there is a stranger. Throws VendorError when Graph does not answer.
 */
export function people(options: GraphOptions): People {
  const ask = openGraph(options)

  async function byEmail(email: string): Promise<Someone | undefined> {
    const named = await ask(`users/${encodeURIComponent(email)}?${SELECT}`, Someone)
    if (named) return named
    // The path finds the sign-in name only; a mailbox may be called otherwise.
    const filter = encodeURIComponent(`mail eq '${email.replaceAll("'", "''")}'`)
    const found = (await ask(`users?$filter=${filter}&${SELECT}`, Found))?.value ?? []
    return found.length === 1 ? found[0] : undefined
  }

  return {
    async find(email) {
      const one = await byEmail(email)
      if (!one || !isMember(one) || !sameEmail(one, email)) return undefined
      return { platform: 'teams', id: one.id, ...languageOf(one) }
    },
    async vouch({ id }) {
      const one = GUID.test(id) ? await ask(`users/${id}?${SELECT}`, Someone) : undefined
      const email = one && isMember(one) ? one.mail || one.userPrincipalName : undefined
      return one && email ? { email, ...languageOf(one) } : 'stranger'
    },
  }
}

const languageOf = ({ preferredLanguage }: Someone): { language?: string } =>
  preferredLanguage && preferredLanguage.length <= 16 ? { language: preferredLanguage } : {}

const isMember = ({ userType, accountEnabled }: Someone): boolean => userType === 'Member' && accountEnabled === true
const sameEmail = ({ mail, userPrincipalName }: Someone, email: string): boolean =>
  [mail, userPrincipalName].some((own) => own?.toLowerCase() === email.toLowerCase())
