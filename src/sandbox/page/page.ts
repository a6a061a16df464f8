// The product's face: plain files, served as they are, and a page for each conversation. Only files known at the start are served, so no path
// can lead elsewhere.
import { readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { extname } from 'node:path'
import type { Interaction } from '../genesys/conversations/interaction.ts'
import { reply } from '../wire/reply.ts'
import { conversationPage, unknownPage } from './conversation.ts'

const HERE = new URL('./', import.meta.url)

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
}

const HEADERS = {
  'content-security-policy':
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-cache',
}

/** Path → file: `/` is index.html, everything else lies under /page/. */
function files(): ReadonlyMap<string, URL> {
  const own = readdirSync(HERE, { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => extname(name) in TYPES)
  return new Map([
    ['/', new URL('index.html', HERE)],
    ...own.map((name) => [`/page/${name}`, new URL(name, HERE)] as const),
    // The official renderer, so that Teams cards look as Teams draws them: https://adaptivecards.io
    ['/page/adaptivecards.js', new URL(import.meta.resolve('adaptivecards/dist/adaptivecards.min.js'))],
  ])
}

const known = files()

const CONVERSATION = /^\/conversations\/([^/]+)$/

type Find = (conversation: string) => Interaction | undefined

/** Serves the page, and `/conversations/{id}` for the links on cards; answers false when the path is none of its own. */
export function createPage(find: Find) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<boolean> => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return false
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    const answer = (await fileAt(pathname)) ?? conversationAt(pathname, find)
    if (!answer) return false
    const { status, type, body } = answer
    reply(response, { status, body, headers: { ...HEADERS, 'content-type': type } })
    return true
  }
}

async function fileAt(pathname: string) {
  const file = known.get(pathname)
  return file && { status: 200, type: TYPES[extname(file.pathname)]!, body: await readFile(file) }
}

function conversationAt(pathname: string, find: Find) {
  const id = CONVERSATION.exec(pathname)?.[1]
  if (id === undefined) return undefined
  const found = find(id)
  return { status: found ? 200 : 404, type: TYPES['.html']!, body: found ? conversationPage(found) : unknownPage() }
}
