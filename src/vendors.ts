// Opens the vendors that are switched on, each behind its port.
import type { Server } from 'restify'
import type { CoachingEvent } from './coaching/event.ts'
import type { Config } from './config.ts'
import type { Calendar, Chat, ContactCentre, Counts, Log, Mail, Ports, Store } from './ports.ts'
import { wordsAt } from './words.ts'

export type Intake = { readonly ready: Promise<void>; awake(): Promise<void>; close(): Promise<void> }

interface Vendors {
  readonly centre: ContactCentre
  readonly chats: Ports['chats']
  readonly calendar: Calendar
  readonly mail: Mail | undefined
  mount(server: Server, take: (event: CoachingEvent) => Promise<void>): Promise<void>
  intake(take: (event: CoachingEvent) => Promise<void>, opened: () => void): Intake
  close(): Promise<void>
}

interface Tools {
  now(): number
  readonly log: Log
  readonly counts: Counts
  readonly store: Store
}

type Doorway = { readonly chat: Chat; mount(server: Server, take: (event: CoachingEvent) => Promise<void>): void | Promise<void> }

/** Loads only the SDKs of what is switched on: together they cost more than a second and two hundred megabytes. */
export async function connect(config: Config, tools: Tools): Promise<Vendors> {
  const { vendors } = config
  const [genesys, slack, teams, calendar, mail] = await Promise.all([
    openGenesys(config, tools),
    vendors.slack === 'off' ? undefined : openSlack(config, tools),
    vendors.teams === 'off' ? undefined : openTeams(config, tools),
    openCalendars(config, tools),
    openMail(config, tools),
  ])
  const doorways = [slack, teams].filter((doorway): doorway is Doorway => doorway !== undefined)
  return {
    centre: genesys.centre,
    chats: new Map(doorways.map(({ chat }) => [chat.platform, chat])),
    calendar,
    mail,
    mount: async (server, take) => {
      genesys.mount(server, take)
      for (const doorway of doorways) await doorway.mount(server, take)
    },
    intake: genesys.intake,
    close: genesys.close,
  }
}

async function openGenesys(config: Config, tools: Tools) {
  const { genesys } = await import('./genesys/genesys.ts')
  const opened = genesys({ ...config.genesys, ...tools })
  if (!config.practice) return opened
  const { practised } = await import('./practice.ts')
  return { ...opened, centre: practised(opened.centre, config.practice) }
}

async function openSlack(config: Config, tools: Tools): Promise<Doorway> {
  const [{ slackChat }, { mountSlack }, { replyHandles }, { slackDialogs }, { blocks, fallbackText }, drawing, { expand }] =
    await Promise.all([
      import('./chat/slack/client.ts'),
      import('./chat/slack/webhook.ts'),
      import('./chat/slack/replies.ts'),
      import('./chat/slack/dialogs.ts'),
      import('./chat/slack/blocks.ts'),
      import('./chat/slack/modal.ts'),
      import('./cards.ts'),
    ])
  const replies = replyHandles(tools.now)
  const draw: Parameters<typeof slackChat>[0]['draw'] = (card) => {
    const expanded = expand(card)
    return { blocks: blocks(expanded), text: fallbackText(expanded) }
  }
  const { say } = wordsAt(config.locale)()
  const frame = { title: say('form.dialog'), close: say('form.close') }
  const dialogs = slackDialogs({
    ...config.slack,
    ...tools,
    draw: ({ card, ...own }) => drawing.modal(expand(card), own),
    loading: drawing.waiting(say('form.loading'), frame),
    counting: drawing.waiting(say('form.counting'), frame),
  })
  const sorry = say('failure.not-stored')
  const { signingSecret } = config.slack
  return {
    chat: slackChat({ ...config.slack, ...tools, replies, dialogs, draw }),
    mount: (server, take) => mountSlack(server, { ...tools, signingSecret, replies, dialogs, receive: take, sorry }),
  }
}

async function openTeams(config: Config, tools: Tools): Promise<Doorway> {
  const [{ teamsChat }, { mountTeams }, { openInvokes }, { openTasks }, { expand }] = await Promise.all([
    import('./chat/teams/client.ts'),
    import('./chat/teams/webhook.ts'),
    import('./chat/teams/invokes.ts'),
    import('./chat/teams/tasks.ts'),
    import('./cards.ts'),
  ])
  const speak = wordsAt(config.locale)
  const say = (key: string) => (language?: string) => speak(language).say(key)
  const invokes = openInvokes({ working: say('press.working'), failed: say('failure.press') })
  const options = {
    ...config.teams,
    ...tools,
    invokes,
    tasks: openTasks({ late: say('form.late') }),
    draw: (card: Parameters<typeof expand>[0]) => ({ card: expand(card), text: card.summary }),
  }
  return {
    chat: teamsChat(options),
    mount: (server, take) =>
      mountTeams(server, { ...options, receive: take, unknown: say('refusal.unknown-button'), failed: say('failure.press') }),
  }
}

async function openMail({ vendors, graph, mailFrom }: Config, { now }: Tools): Promise<Mail | undefined> {
  if (vendors.microsoft === 'off' || mailFrom === '') return undefined
  const { microsoftMail } = await import('./calendars/microsoft-mail.ts')
  return microsoftMail({ ...graph, now, from: mailFrom })
}

/** An event goes to the first of these that its organiser has. */
async function openCalendars({ vendors, graph, google, calendars }: Config, tools: Tools): Promise<Calendar> {
  const [{ calendarsOf }, ...sources] = await Promise.all([
    import('./calendars/calendars.ts'),
    vendors.microsoft !== 'off' && import('./calendars/microsoft.ts').then((it) => it.microsoftCalendar({ ...graph, ...tools })),
    vendors.google !== 'off' && import('./calendars/google.ts').then((it) => it.googleCalendar({ ...google, ...tools })),
  ])
  return calendarsOf({ sources: sources.filter((source) => source !== false), chosen: calendars, now: tools.now })
}
