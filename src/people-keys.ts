// How the keys are read that say who may do what.
import type { RefinementCtx } from 'zod'
import type { AdminGroup, House } from './house.ts'

const LEAD = /^\s*([^=]*[^=\s])\s*=\s*([^\s=@]+@[^\s=@]+|[\da-f-]{36})\s*$/i

/** `<team id or name>=<e-mail or id>`, separated by commas; names of teams may have spaces. */
export function teamLeads(value: string, context: RefinementCtx): House['teamLeads'] {
  const entries = value.split(',').filter((entry) => entry.trim() !== '')
  return entries.flatMap((entry) => {
    const [, team, lead] = LEAD.exec(entry) ?? []
    if (team && lead) return [{ team: team.trim(), lead }]
    context.addIssue({ code: 'custom', message: `"${entry.trim()}" is not <team id or name>=<e-mail or Genesys id>` })
    return []
  })
}

const SLACK = /^slack:(S[A-Z0-9]{2,20})$/i
const ENTRA = /^entra:([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})$/i

/** `slack:<user group id>` or `entra:<object id>` each. */
export function adminGroups(entries: readonly string[], context: RefinementCtx): House['adminGroups'] {
  return entries.flatMap((entry): AdminGroup[] => {
    const [slack, entra] = [SLACK.exec(entry)?.[1], ENTRA.exec(entry)?.[1]]
    if (slack) return [{ platform: 'slack', id: slack.toUpperCase() }]
    if (entra) return [{ platform: 'teams', id: entra.toLowerCase() }]
    const message = `"${entry}" is not slack:<id of a user group, S…> or entra:<object id of a group>`
    context.addIssue({ code: 'custom', message })
    return []
  })
}
