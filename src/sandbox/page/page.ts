// The product's face: plain files, served as they are. Only files known at the start are served, so no path can lead elsewhere.
import { readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { extname } from 'node:path'
import { reply } from '../wire/reply.ts'

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

/** Serves the page; false when the path is none of its own. */
export async function page(request: IncomingMessage, response: ServerResponse): Promise<boolean> {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost')
  const file = known.get(pathname)
  if (!file || (request.method !== 'GET' && request.method !== 'HEAD')) return false
  const type = TYPES[extname(file.pathname)]!
  reply(response, { status: 200, body: await readFile(file), headers: { ...HEADERS, 'content-type': type } })
  return true
}
