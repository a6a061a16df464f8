const hasOffset = (text: string): boolean => /(Z|[+-]\d\d:?\d\d)$/i.test(text)

/** Reads ISO text: with an offset as it says, without one as wall-clock time of the zone. Epoch milliseconds; undefined when it makes no time. */
export function wallClock(text: string, zone: string): number | undefined {
  try {
    if (hasOffset(text)) return Temporal.Instant.from(text).epochMilliseconds
    return Temporal.PlainDateTime.from(text).toZonedDateTime(zone).epochMilliseconds
  } catch {
    return undefined
  }
}
