// Who is to leave no trace any more. Only a digest of their id is kept, to know them by.
import type { PersonId } from '../coaching/interaction.ts'
import type { Ports } from '../ports.ts'
import { ERASED, idFrom } from './kinds.ts'

export const erasedId = (person: PersonId): string => idFrom('erased', person)

export async function isErased({ store }: Pick<Ports, 'store'>, person: PersonId): Promise<boolean> {
  return (await store.get(ERASED, erasedId(person))) !== undefined
}
