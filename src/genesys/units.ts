import * as z from 'zod'
import type { PersonId } from '../coaching/interaction.ts'
import { HOUR } from '../coaching/slot.ts'
import type { ContactCentre } from '../ports.ts'
import { download } from './calls/download.ts'
import { remember } from './calls/remember.ts'
import type { Whereabouts } from './calls/sdk.ts'
import type { Session } from './calls/session.ts'
import { genesysError, orUndefined } from './calls/trouble.ts'

const Reference = z.object({ id: z.string() })
const Membership = z.object({ managementUnit: Reference, businessUnit: Reference.nullish() })
const ManagementUnit = z.object({ businessUnit: Reference.nullish() })
const BusinessUnit = z.object({
  settings: z.object({
    timeZone: z.string(),
    coaching: z.object({ defaultActivityCode: Reference.nullish() }).nullish(),
  }),
})
const Code = z.object({ id: z.string(), category: z.string().nullish() })
const Codes = z.object({ entities: z.array(Code).nullish(), downloadUrl: z.string().nullish() })

/** At most so many agents' units are kept from what other answers told. */
const MOST_LEARNT = 20_000

/**
 * Units, their zones and activity codes hardly ever change: kept an hour.
 * Where an agent is planned is answered with the id of the business unit.
 */
export function units(session: Session, whereabouts: Whereabouts, now: () => number) {
  const learnt = new Map<PersonId, { readonly businessUnit: string; readonly until: number }>()

  /** The agent's unit may come without its business unit, which the management unit then tells. */
  async function businessUnitOf(managementUnit: string): Promise<string> {
    const { businessUnit } = await session.ask({
      name: 'getWorkforcemanagementManagementunit',
      schema: ManagementUnit,
      call: ({ wfm }) => wfm.getWorkforcemanagementManagementunit(managementUnit),
    })
    if (businessUnit) return businessUnit.id
    throw genesysError({ trouble: 'malformed', code: 'no-business-unit' })
  }

  const membershipOf = remember(now, HOUR, async (agent) => {
    const membership = await orUndefined(
      session.ask({
        name: 'getWorkforcemanagementAgentManagementunit',
        schema: Membership,
        call: ({ wfm }) => wfm.getWorkforcemanagementAgentManagementunit(agent),
      }),
    )
    if (!membership) return undefined
    const { managementUnit, businessUnit } = membership
    return { managementUnit: managementUnit.id, businessUnit: businessUnit?.id ?? (await businessUnitOf(managementUnit.id)) }
  })

  /** Undefined when the agent is not planned. */
  async function unitOf(agent: PersonId): Promise<string | undefined> {
    const known = learnt.get(agent)
    return known && known.until > now() ? known.businessUnit : (await membershipOf(agent))?.businessUnit
  }

  /** Another answer told it, so it need not be asked. */
  function learn(agent: PersonId, businessUnit: string): void {
    learnt.delete(agent)
    learnt.set(agent, { businessUnit, until: now() + HOUR })
    if (learnt.size > MOST_LEARNT) learnt.delete(learnt.keys().next().value!)
  }

  const settingsOf = remember(now, HOUR, async (businessUnit) => {
    const expand = ['settings.timeZone', 'settings.coaching']
    const { settings } = await session.ask({
      name: 'getWorkforcemanagementBusinessunit',
      schema: BusinessUnit,
      call: ({ wfm }) => wfm.getWorkforcemanagementBusinessunit(businessUnit, { expand }),
    })
    return settings
  })
  const zoneOf = async (businessUnit: string): Promise<string> => (await settingsOf(businessUnit)).timeZone
  /** The activity code that coaching stands on schedules with; undefined when nobody chose one. */
  const coachingCodeOf = async (businessUnit: string): Promise<string | undefined> =>
    (await settingsOf(businessUnit)).coaching?.defaultActivityCode?.id

  /** Activity code → category. */
  const categoriesOf = remember(now, HOUR, async (businessUnit): Promise<ReadonlyMap<string, string>> => {
    const listed = await session.ask({
      name: 'getWorkforcemanagementBusinessunitActivitycodes',
      schema: Codes,
      call: ({ wfm }) => wfm.getWorkforcemanagementBusinessunitActivitycodes(businessUnit),
    })
    const { entities } = listed.downloadUrl ? await download(listed.downloadUrl, Codes, whereabouts) : listed
    return new Map((entities ?? []).map(({ id, category }) => [id, category ?? '']))
  })

  const zone: ContactCentre['zone'] = async (agent) => {
    const unit = await unitOf(agent)
    return unit && zoneOf(unit)
  }

  return { unitOf, membershipOf, learn, zoneOf, coachingCodeOf, categoriesOf, zone }
}

export type Units = ReturnType<typeof units>
