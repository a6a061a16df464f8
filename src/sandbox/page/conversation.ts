// Where a card's link to a conversation leads in the simulated world: a page of its own, in place of Genesys' view of it.
import type { Interaction, Media } from '../genesys/conversations/interaction.ts'

const MEDIA: Readonly<Record<Media, string>> = {
  voice: 'Call',
  callback: 'Callback',
  chat: 'Chat',
  email: 'Email',
  message: 'Message',
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

const escaped = (text: string): string => text.replace(/[&<>"']/g, (found) => ENTITIES[found]!)

/** "Monday 2 March, 11:00–11:04 (Berlin time)": the agent's time, where the conversation was. */
function moment({ start, end, agent: { zone } }: Pick<Interaction, 'start' | 'end' | 'agent'>): string {
  const shown = (format: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat('en-GB', { ...format, timeZone: zone })
  const day = shown({ weekday: 'long', day: 'numeric', month: 'long' }).format(start).replace(',', '')
  const clock = shown({ hour: '2-digit', minute: '2-digit' })
  return `${day}, ${clock.format(start)}–${clock.format(end)} (${zone.split('/').at(-1)!.replaceAll('_', ' ')} time)`
}

function duration(ms: number): string {
  const seconds = Math.round(ms / 1000)
  const [minutes, rest] = [Math.floor(seconds / 60), seconds % 60]
  return [minutes > 0 && `${minutes} min`, (rest > 0 || minutes === 0) && `${rest} s`].filter(Boolean).join(' ')
}

const signed = (score: number): string => `${score < 0 ? '−' : score > 0 ? '+' : ''}${Math.abs(score).toFixed(2)}`

const scoreOf = (score: number | undefined): string => (score === undefined ? 'not measured' : signed(score))

const row = ([name, value]: readonly [string, string]): string => `<dt>${escaped(name)}</dt><dd>${escaped(value)}</dd>`

/** The whole document; `title` and `inside` are HTML already. */
const whole = (title: string, inside: string): string => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>${title} · Halftime</title>
    <link rel="icon" href="/page/mark.svg" type="image/svg+xml" />
    <link rel="stylesheet" href="/page/look/theme.css" />
    <link rel="stylesheet" href="/page/look/layout.css" />
    <link rel="stylesheet" href="/page/look/conversation.css" />
    <script src="/page/parts/theme.js"></script>
  </head>
  <body>
    <header class="top">
      <svg class="mark" viewBox="0 0 32 32" aria-hidden="true"><circle cx="16" cy="16" r="13" /><path d="M16 3a13 13 0 0 0 0 26z" /></svg>
      <p class="name">Halftime</p>
      <button type="button" class="quiet" id="theme">Dark</button>
    </header>
    <main>
      <article class="panel conversation">
        <h1>${title}</h1>
        ${inside}
        <p><a href="/">Back to the simulated world</a></p>
      </article>
    </main>
  </body>
</html>
`

/** What Genesys knows about one conversation, as a calm page. Everything from the world is escaped. */
export function conversationPage(interaction: Interaction): string {
  const { agent, queue, media, start, end, customer, stretches } = interaction
  const rows = [
    ['Agent', agent.name],
    ['Queue', queue.name],
    ['Medium', MEDIA[media]],
    ['When', moment(interaction)],
    ['Lasted', duration(end - start)],
    ['How the customer sounded', scoreOf(customer)],
    ['How the agent sounded', scoreOf(stretches.at(-1)?.score)],
  ] as const
  return whole(
    `A conversation of ${escaped(agent.name)}`,
    `<p class="lead">In Genesys, this opens the conversation.</p>
        <dl>${rows.map(row).join('')}</dl>
        <p class="aside">Scores go from −1 (very unhappy) to +1 (very happy). This world has no recordings, and no words.</p>`,
  )
}

/** For an id that is none of this world's, such as one from before it was started afresh. */
export const unknownPage = (): string =>
  whole(
    'This conversation is not known here',
    '<p class="lead">The simulated world begins afresh with every start, and forgets the conversations from before.</p>',
  )
