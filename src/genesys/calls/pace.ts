import { AsyncLocalStorage } from 'node:async_hooks'
import type { ContactCentre } from '../../ports.ts'

/** Follows a piece of work through everything it awaits: https://nodejs.org/api/async_context.html */
const hurried = new AsyncLocalStorage<boolean>()

/** Whether somebody waits for what is asked for now. Calm unless somebody said otherwise. */
export const isHurried = (): boolean => hurried.getStore() ?? false

export const paced: ContactCentre['paced'] = (pace, work) => hurried.run(pace === 'hurried', work)
