// Praise and correction in balance: how many suggestions go with how many thanks. Pure.
import { DAY } from './slot.ts'

/** Over so long thanks and suggestions are weighed. */
export const BALANCE_MS = 30 * DAY

/** So many suggestions go with so many thanks, at `praiseFirst` thanks for each; one always does, or nobody new could ever be coached. */
export const mostSuggested = (thanks: number, praiseFirst: number): number => Math.max(1, Math.floor(thanks / praiseFirst))

/** So many thanks are missing for one more suggestion after those there were. */
export const thanksMissing = (thanks: number, suggested: number, praiseFirst: number): number =>
  suggested === 0 ? 0 : Math.max(0, praiseFirst * (suggested + 1) - thanks)
