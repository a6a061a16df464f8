// The permissions to count thanks, asked for only where an admin wants them counted. None of these calls can leave anything behind.
import { type Check, NOBODY } from './permissions.ts'

export const COUNTING: readonly Check[] = [
  {
    what: 'external metrics: look',
    permissions: ['employeePerformance:externalMetricDefinition:view'],
    call: ({ gamification }) => gamification.getEmployeeperformanceExternalmetricsDefinitions({ pageSize: 1 }),
  },
  {
    what: 'external metrics: create',
    permissions: ['employeePerformance:externalMetricDefinition:add'],
    // Without a name, and with more decimals than there may be.
    call: ({ gamification }) =>
      gamification.postEmployeeperformanceExternalmetricsDefinitions({
        body: { name: '', unit: 'Number', precision: 99, defaultObjectiveType: 'HigherIsBetter', enabled: false },
      }),
  },
  {
    what: 'external metrics: count',
    permissions: ['employeePerformance:externalMetricData:add'],
    // For nobody, in a metric that does not exist.
    call: ({ gamification }) =>
      gamification.postEmployeeperformanceExternalmetricsData({
        body: { items: [{ userId: NOBODY, metricId: NOBODY, dateOccurred: '2000-01-01', value: 0 }] },
      }),
  },
]
