import { expect, it } from 'vitest'
import { openScene } from '../world.ts'
import { bookButtons, cardSays, roughPattern } from './acts.ts'
import { CASTS } from './cast.ts'

it.each(CASTS)(
  'a world at the address of one that is gone is as good as any on $platform, whatever the SDKs remember of addresses',
  async ({ agent, supervisor }) => {
    const where = { user: supervisor }
    const free = await openScene()
    const { port } = new URL(free.bot.page!)
    await free.close()
    for (const _ of ['first', 'second']) {
      const scene = await openScene({ SANDBOX_PORT: port })
      const card = await roughPattern(scene.world, agent, where)
      await scene.world.click(supervisor, card, bookButtons(card).at(-1)!)
      expect(await cardSays(scene.world, where, card, /Booked:/)).toBeDefined()
      await scene.close()
    }
  },
)
