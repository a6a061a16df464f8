// The business unit's activity codes.
export const CODES = {
  queue: { id: '0', name: 'On Queue Work', category: 'OnQueueWork', paid: true },
  break: { id: '1', name: 'Break', category: 'Break', paid: true },
  meal: { id: '2', name: 'Meal', category: 'Meal', paid: false },
  meeting: { id: '3', name: 'Meeting', category: 'Meeting', paid: true },
  offQueue: { id: '4', name: 'Off Queue Work', category: 'OffQueueWork', paid: true },
  timeOff: { id: '5', name: 'Time Off', category: 'TimeOff', paid: true },
  training: { id: '6', name: 'Training', category: 'Training', paid: true },
  unavailable: { id: '7', name: 'Unavailable', category: 'Unavailable', paid: false },
  coaching: { id: '00000000-0000-4000-8008-000000000001', name: 'Coaching', category: 'Meeting', paid: true },
} as const

export type Code = (typeof CODES)[keyof typeof CODES]

/** Without a code for coaching (limits coachingCode) the organisation's own one is still there, but out of use. */
export const activityCodes = (coaching: boolean) =>
  Object.values(CODES).map(({ id, name, category, paid }) => ({
    id,
    name,
    category,
    active: coaching || id !== CODES.coaching.id,
    defaultCode: id.length === 1,
    countsAsPaidTime: paid,
    countsAsWorkTime: category !== 'Meal' && category !== 'TimeOff',
    countsTowardShrinkage: category !== 'OnQueueWork',
    interruptible: category === 'OnQueueWork' || category === 'OffQueueWork',
  }))
