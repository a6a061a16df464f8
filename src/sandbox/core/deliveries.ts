// What was delivered to bots, so that it can come once more as the vendor would send it again.
import type { Delivered, Deliveries } from './world.ts'

/** The oldest are forgotten. */
const MOST = 10_000

export function createDeliveries(): Deliveries {
  const kept = new Map<string, { readonly send: (repeat: number) => Promise<Delivered>; repeats: number }>()
  let count = 0
  return {
    async first(send) {
      const delivery = `delivery-${++count}`
      kept.set(delivery, { send, repeats: 0 })
      kept.delete(`delivery-${count - MOST}`)
      return { ...(await send(0)), delivery }
    },
    again(delivery) {
      const found = kept.get(delivery)
      if (!found) return undefined
      found.repeats += 1
      return found.send(found.repeats)
    },
  }
}
