import type { Seen, Where, World } from '../world.ts'

export const ROUGH = { customer: -0.8, agentScore: -0.5 } as const

/** Two rough calls in a row; answers the card that comes of it. */
export async function roughPattern(world: World, agent: string, where: Where): Promise<Seen> {
  await world.interaction({ agent, ...ROUGH })
  await world.interaction({ agent, ...ROUGH, customer: -0.72 })
  return world.until(`a card with times at ${JSON.stringify(where)}`, async () => {
    const messages = await world.messages(where)
    return messages.findLast((message) => message.buttons.some(({ label }) => label.startsWith('Book ')))
  })
}

/** The buttons that book, in order. */
export const bookButtons = (card: Seen): string[] =>
  card.buttons.map(({ label }) => label).filter((label) => label.startsWith('Book '))

/** The same message as it is seen now, once it reads like that. */
export const cardSays = (world: World, where: Where, { id }: Seen, text: RegExp): Promise<Seen> =>
  world.until(`the card to say ${text}`, async () => {
    const now = (await world.messages(where)).find((message) => message.id === id)
    return now && text.test(now.text) ? now : undefined
  })

/** A private answer to somebody, anywhere they look. */
export const privately = (world: World, user: string, text: RegExp): Promise<Seen> =>
  world.until(`${user} to be told ${text} privately`, async () =>
    (await world.messages({ user })).findLast((message) => message.ephemeral && text.test(message.text)),
  )

/** Everything that is due has been judged: a brilliant call of somebody else is thanked for only after what came before it was judged. */
export async function settled(world: World): Promise<void> {
  await world.advance('PT5S')
}
