// What `npm run doctor` says about an installation, whoever found it.

/** One thing about an installation that was looked at before it goes live. Never holds a secret. */
export interface Finding {
  readonly area: 'Genesys' | 'Slack' | 'Teams' | 'Microsoft calendar' | 'Google calendar' | 'Halftime'
  /** The check's name in plain words. */
  readonly what: string
  /** `unknown`: it could not be told, which is no fault. */
  readonly verdict: 'ok' | 'wrong' | 'unknown'
  /** What was seen. */
  readonly found: string
  /** What to do now. */
  readonly next?: string
}

const finding = (area: Finding['area'], verdict: Finding['verdict']) => (what: string, found: string, next?: string) =>
  ({ area, what, verdict, found, ...(next ? { next } : {}) }) satisfies Finding

/** One area's ways of saying what was found: `fine`, `wrong` (with what to do now) and `unclear`. */
export const findingsOf = (area: Finding['area']) => ({
  fine: finding(area, 'ok'),
  wrong: finding(area, 'wrong'),
  unclear: finding(area, 'unknown'),
})
