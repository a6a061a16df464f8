export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

export const whole = (value: number): string => Math.round(value).toLocaleString('en')

/** One figure of a benchmark, in its column. */
export const line = (what: string, value: string, goal = ''): void =>
  console.log(`  ${what.padEnd(58)} ${value.padStart(10)}  ${goal}`)
