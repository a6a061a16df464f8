import * as z from 'zod'
import { Interaction } from './interaction.ts'
import { Person } from './people.ts'

/** Thanks for one brilliant interaction: a Genesys recognition and a kudos message. */
export const Recognition = z.strictObject({
  id: z.string(),
  agent: Person,
  interaction: Interaction,
  rule: z.string(),
  settingsVersion: z.number().int(),
  decidedAt: z.number().int(),
  /** Genesys's id, once it is there. */
  recognised: z.string().nullable(),
})
export type Recognition = z.infer<typeof Recognition>
