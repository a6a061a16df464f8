// What a person reads when Slack shows mrkdwn: links as their label, mentions as names, dates in the reader's zone.
// https://docs.slack.dev/messaging/formatting-message-text
import type { Cast } from '../core/world.ts'

export interface Reader {
  readonly cast: Cast
  readonly zone: string
}

const DATE_PARTS: Readonly<Record<string, Intl.DateTimeFormatOptions>> = {
  date_num: { year: 'numeric', month: '2-digit', day: '2-digit' },
  date: { year: 'numeric', month: 'long', day: 'numeric' },
  date_short: { year: 'numeric', month: 'short', day: 'numeric' },
  date_long: { weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' },
  date_pretty: { year: 'numeric', month: 'long', day: 'numeric' },
  date_short_pretty: { year: 'numeric', month: 'short', day: 'numeric' },
  date_long_pretty: { weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' },
  time: { hour: 'numeric', minute: '2-digit' },
  time_secs: { hour: 'numeric', minute: '2-digit', second: '2-digit' },
}

function date(body: string, zone: string): string {
  const [, seconds, format] = body.split('^')
  return (format ?? '').replace(/\{(\w+)\}/g, (whole, part: string) => {
    const options = DATE_PARTS[part]
    return options ? new Intl.DateTimeFormat('en-US', { ...options, timeZone: zone }).format(Number(seconds) * 1000) : whole
  })
}

function angle(body: string, { cast, zone }: Reader): string {
  if (body.startsWith('!date^')) return date(body.split('|')[0] ?? '', zone)
  const [target = '', label] = body.split('|')
  if (target.startsWith('@')) return `@${cast.byChat('slack', target.slice(1))?.name ?? label ?? target.slice(1)}`
  if (target.startsWith('#'))
    return `#${label ?? cast.rooms.find((room) => room.id === target.slice(1))?.name ?? target.slice(1)}`
  if (target.startsWith('!')) return `@${label ?? target.slice(1).split('^')[0]}`
  return label ?? target.replace(/^mailto:/, '')
}

const STYLES = [
  [/(^|[\s(])\*([^*\n]+)\*(?=$|[\s).,:;!?])/g, '$1$2'],
  [/(^|[\s(])_([^_\n]+)_(?=$|[\s).,:;!?])/g, '$1$2'],
  [/(^|[\s(])~([^~\n]+)~(?=$|[\s).,:;!?])/g, '$1$2'],
  [/`([^`\n]+)`/g, '$1'],
] as const

const unescaped = (text: string): string => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')

/** Plain words for mrkdwn. */
export function readMrkdwn(text: string, reader: Reader): string {
  const linked = text.replace(/<([^<>]+)>/g, (_, body: string) => angle(body, reader))
  return unescaped(STYLES.reduce((before, [pattern, to]) => before.replace(pattern, to), linked))
}
