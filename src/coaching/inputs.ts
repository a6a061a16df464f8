import * as z from 'zod'

const MOST = 10
/** A reason is the longest; our fields hold no more. */
const MOST_TEXT = 300

/** What was filled in on a card, by the inputs' ids; nothing for an input that was left empty. Checked, because it comes from outside. */
export const Inputs = z
  .record(z.string().regex(/^\w{1,40}$/), z.string().max(MOST_TEXT))
  .refine((inputs) => Object.keys(inputs).length <= MOST, { message: `more than ${MOST} inputs` })
export type Inputs = Readonly<z.infer<typeof Inputs>>
