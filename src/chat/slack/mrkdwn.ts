// The Markdown of Adaptive Card text, drawn as Slack's mrkdwn. https://docs.slack.dev/messaging/formatting-message-text

export interface Run {
  readonly text: string
  readonly bold?: boolean
  readonly url?: string
}

const TOKEN = /\\([!-/:-@[-`{-~])|\*\*|\[((?:\\.|[^[\]\\])*)\]\((https?:\/\/[^()\s]+)\)/gu

/** The pieces of a text: **bold**, [label](http…) and backslash escapes are understood; everything else is the text itself. */
export function runsOf(markdown: string): Run[] {
  const runs: Run[] = []
  let from = 0
  let bold = false
  const add = ({ text, url }: Run) => {
    const last = runs.at(-1)
    const same = last && !last.url && !url && (last.bold ?? false) === bold
    if (same) runs[runs.length - 1] = { ...last, text: last.text + text }
    else if (text !== '') runs.push({ text, ...(bold ? { bold } : {}), ...(url ? { url } : {}) })
  }
  for (const found of markdown.matchAll(TOKEN)) {
    add({ text: markdown.slice(from, found.index) })
    from = found.index + found[0].length
    if (found[3] !== undefined) add({ text: unescaped(found[2] ?? ''), url: found[3] })
    else if (found[1] !== undefined) add({ text: found[1] })
    else bold = !bold
  }
  add({ text: markdown.slice(from) })
  return runs
}

const unescaped = (text: string): string => text.replace(/\\([!-/:-@[-`{-~])/g, '$1')

/** What is read when nothing is styled or linked. */
export const plainOf = (markdown: string): string =>
  runsOf(markdown)
    .map(({ text }) => text)
    .join('')

// mrkdwn has no escape for its styling characters, so in text they are shown by characters that look alike. An underscore inside a word
// styles nothing and stays.
const LOOKALIKE: Readonly<Record<string, string>> = { '*': '∗', '~': '∼', '`': 'ˋ', _: '＿' }
const ENTITY: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }

/** Text as mrkdwn that can neither style, mention nor link. */
export function escapeMrkdwn(text: string): string {
  return text
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|[*~`]/gu, (found) => LOOKALIKE[found]!)
    .replace(/[&<>]/g, (found) => ENTITY[found]!)
}

const encodedUrl = (url: string): string => url.replace(/[<>|]/g, encodeURIComponent).replaceAll('&', '&amp;')

function drawn({ text, bold, url }: Run): string {
  const escaped = escapeMrkdwn(text)
  const linked = url ? `<${encodedUrl(url)}|${escaped}>` : escaped
  return bold ? `*${linked}*` : linked
}

/** mrkdwn of at most `most` characters. Text is cut before it is escaped and at the end of a character, so that no entity or link is torn. */
export function mrkdwnOf(markdown: string, most: number): string {
  let out = ''
  for (const run of runsOf(markdown)) {
    const whole = drawn(run)
    if (out.length + whole.length <= most) out += whole
    else return out + cutRun(run, most - out.length)
  }
  return out
}

function cutRun(run: Run, room: number): string {
  const overhead = drawn({ ...run, text: '' }).length + 1
  if (overhead >= room) return room > 0 ? '…' : ''
  return drawn({ ...run, text: `${cutTo(run.text, room - overhead, (text) => escapeMrkdwn(text).length)}…` })
}

/** As many whole characters (code points) as fit. */
function cutTo(text: string, room: number, length: (text: string) => number): string {
  let used = 0
  let end = 0
  for (const character of text) {
    used += length(character)
    if (used > room) break
    end += character.length
  }
  return text.slice(0, end)
}

/** Plain text of at most `most` UTF-16 units, which is how Slack's own schema counts, never ending in half a character. */
export function cutPlain(text: string, most: number): string {
  return text.length <= most ? text : `${cutTo(text, most - 1, (character) => character.length)}…`
}
