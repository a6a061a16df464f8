import * as z from 'zod'
import { Interaction, PersonId } from './interaction.ts'
import { Person } from './people.ts'

const given = {
  id: z.string(),
  agent: Person,
  rule: z.string(),
  settingsVersion: z.number().int(),
  decidedAt: z.number().int(),
  /** Genesys's id, once it is there. */
  recognised: z.string().nullable(),
}

/** Who thanks, and in what words; these are null once everybody who should read them has. */
export const ByHand = z.strictObject({ by: z.strictObject({ id: PersonId, name: z.string() }), line: z.string().nullable() })
export type ByHand = z.infer<typeof ByHand>

/** Thanks for one brilliant interaction, or by hand from a person: a Genesys recognition and a kudos message. */
export const Recognition = z.union([
  z.strictObject({ ...given, interaction: Interaction }),
  z.strictObject({ ...given, interaction: z.null(), byHand: ByHand }),
])
export type Recognition = z.infer<typeof Recognition>
