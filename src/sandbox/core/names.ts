// Names: of the platforms, and of the same person as each vendor spells them.
import type { Platform, WorldPerson } from './world.ts'

export const PLATFORM_NAMES: Readonly<Record<Platform, string>> = { slack: 'Slack', teams: 'Teams' }

export const firstName = (name: string): string => name.split(' ')[0]!.toLowerCase()

export function nameParts({ name }: WorldPerson): { readonly given: string; readonly family: string } {
  const [given = '', ...rest] = name.split(' ')
  return { given, family: rest.join(' ') }
}

const LOCALES: Readonly<Record<string, string>> = { en: 'en-US', de: 'de-DE' }

export const localeOf = ({ language }: WorldPerson): string => LOCALES[language] ?? 'en-US'

/** Entra's user principal name; guests keep the address they came with, in the tenant's own spelling. */
export const principalName = ({ role, email }: WorldPerson): string =>
  role === 'guest' ? `${email.replace('@', '_')}#EXT#@northwind.example` : email
