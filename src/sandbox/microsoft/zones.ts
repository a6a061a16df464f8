// Microsoft's dateTimeTimeZone: wall-clock time and a zone, named in the Windows or the IANA way.
// https://learn.microsoft.com/graph/api/resources/datetimetimezone
import { wallClock } from '../core/moments.ts'

interface DateTimeZone {
  readonly dateTime: string
  readonly timeZone: string
}

// The ones met around here; Graph knows all of Windows.
const WINDOWS: Readonly<Record<string, string>> = {
  'GMT Standard Time': 'Europe/London',
  'W. Europe Standard Time': 'Europe/Berlin',
  'Romance Standard Time': 'Europe/Paris',
  'Central Europe Standard Time': 'Europe/Budapest',
  'Eastern Standard Time': 'America/New_York',
  'Central Standard Time': 'America/Chicago',
  'Pacific Standard Time': 'America/Los_Angeles',
  'India Standard Time': 'Asia/Kolkata',
}

/** The IANA zone, or undefined when nobody knows that name. */
export function ianaZone(name: string): string | undefined {
  const zone = WINDOWS[name] ?? name
  try {
    return Temporal.Now.zonedDateTimeISO(zone).timeZoneId
  } catch {
    return undefined
  }
}

export const windowsZone = (zone: string): string => Object.entries(WINDOWS).find(([, iana]) => iana === zone)?.[0] ?? zone

/** Epoch milliseconds; undefined when it makes no time. */
export function instantOf(value: unknown): number | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const { dateTime, timeZone } = value as Partial<DateTimeZone>
  const zone = ianaZone(timeZone ?? 'UTC')
  return typeof dateTime === 'string' && zone ? wallClock(dateTime, zone) : undefined
}

/** `2026-11-24T09:00:00.0000000` in the zone asked for, which keeps the name it was asked by. */
export function dateTimeZone(at: number, timeZone: string): DateTimeZone {
  const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(ianaZone(timeZone) ?? 'UTC')
  return { dateTime: `${local.toPlainDateTime().toString({ fractionalSecondDigits: 3 })}0000`, timeZone }
}

/** The zone of `Prefer: outlook.timezone="…"`, else UTC. https://learn.microsoft.com/graph/api/user-list-calendarview#request-headers */
export function preferredZone(prefer: string | string[] | undefined): string {
  return /outlook\.timezone\s*=\s*"([^"]+)"/i.exec(String(prefer ?? ''))?.[1] ?? 'UTC'
}
