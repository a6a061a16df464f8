// What an admin of the tenant consented to. https://learn.microsoft.com/entra/identity-platform/permissions-consent-overview
import type { ChangeHandler } from '../core/world.ts'
import { APPS } from './apps.ts'

const KNOWN = [...new Set(APPS.flatMap(({ consented }) => consented))]

/** {permission: "Calendars.ReadWrite", granted: false}: the consent is withdrawn, or given again; it shows in new tokens. */
export const consentChange =
  (withdrawn: Set<string>): ChangeHandler =>
  ({ permission, granted }) => {
    if (typeof permission !== 'string' || !KNOWN.includes(permission) || typeof granted !== 'boolean')
      return `Say {"permission": "Calendars.ReadWrite", "granted": false}; permissions: ${KNOWN.join(', ')}.`
    if (granted) withdrawn.delete(permission)
    else withdrawn.add(permission)
    return { withdrawn: [...withdrawn] }
  }
