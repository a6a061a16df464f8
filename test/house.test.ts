import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { ENVIRONMENT } from '../src/environment.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))

function filesIn(folder: string, ending = '.ts'): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .map((name) => join(folder, name))
}

const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8')

/** What a file imports: packages by name, our own files from the repository's root. */
function importsOf(file: string): string[] {
  const found = read(file).matchAll(/(?:from|import)\s*\(?\s*['"]([^'"]+)['"]/g)
  return [...found].map(([, from]) => (from!.startsWith('.') ? relative(ROOT, resolve(ROOT, dirname(file), from!)) : from!))
}

/** Everything the files under a folder import from elsewhere, as `file → import`. */
function outside(folder: string): string[] {
  return filesIn(folder).flatMap((file) =>
    importsOf(file)
      .filter((from) => !from.startsWith(`${folder}/`))
      .map((from) => `${file} → ${from}`),
  )
}

const notTo = (folder: string, allowed: readonly RegExp[]): string[] =>
  outside(folder).filter((line) => !allowed.some((pattern) => pattern.test(line.split(' → ')[1]!)))

const NOUNS = /^src\/coaching\//
const PORTS = /^src\/(ports|errors)\.ts$/
const PACKAGE = /^(?!src\/|test\/|cards\/|manifest\/)/
const SOURCE = filesIn('src')

describe('who may know whom', () => {
  it('coaching knows nobody but itself and zod', () => {
    expect(notTo('src/coaching', [/^zod$/])).toEqual([])
  })

  it('handlers know nouns and ports, never a vendor', () => {
    expect(notTo('src/handlers', [NOUNS, PORTS, /^zod$/, /^node:crypto$/])).toEqual([])
  })

  it.each(['src/genesys', 'src/chat/slack', 'src/chat/teams', 'src/calendars', 'src/store', 'src/jobs'])(
    '%s knows nouns, ports and packages, never a handler or another vendor',
    (vendor) => {
      const shared = [NOUNS, PORTS, PACKAGE, /^src\/(oauth|card-elements|findings|remembered)\.ts$/]
      // The two engines of one file share how writes are grouped into one commit.
      expect(notTo(vendor, vendor === 'src/jobs' ? [...shared, /^src\/store\//] : shared)).toEqual([])
    },
  )

  it('the sandbox imports nothing of ours, and only world.ts imports the sandbox', () => {
    expect(notTo('src/sandbox', [PACKAGE])).toEqual([])
    const importers = SOURCE.filter(
      (file) => !file.startsWith('src/sandbox/') && importsOf(file).some((from) => from.startsWith('src/sandbox/')),
    )
    expect(importers).toEqual(['src/world.ts'])
  })

  it('only main.ts, vendors.ts, doctor.ts and audit.ts import vendors', () => {
    const vendor = /^src\/(genesys|chat|calendars|store|jobs)\//
    const importers = SOURCE.filter(
      (file) => !vendor.test(file) && !file.startsWith('src/sandbox/') && importsOf(file).some((from) => vendor.test(from)),
    )
    expect(importers.toSorted()).toEqual(['src/audit.ts', 'src/doctor.ts', 'src/main.ts', 'src/vendors.ts'])
  })

  it('only config.ts reads the environment', () => {
    expect(SOURCE.filter((file) => /process\.env|\benv\b.*from 'node:process'/.test(read(file)))).toEqual(['src/config.ts'])
  })

  it('nothing branches on the sandbox outside the settings, the clock, world.ts and main.ts', () => {
    const knowing = SOURCE.filter(
      (file) => !file.startsWith('src/sandbox/') && /sandbox|simulat/i.test(withoutComments(read(file))),
    )
    const settings = ['src/config.ts', 'src/environment.ts', 'src/greeting.ts', 'src/problems.ts']
    expect(knowing.toSorted()).toEqual(['src/clock.ts', ...settings, 'src/main.ts', 'src/world.ts'].toSorted())
  })
})

const withoutComments = (text: string): string => text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')

describe('the house', () => {
  it('.env.example lists exactly the keys of the configuration', () => {
    const listed = [...read('.env.example').matchAll(/^#?\s?([A-Z][A-Z0-9_]*)=/gm)].map(([, key]) => key)
    expect(listed.toSorted()).toEqual(Object.keys(ENVIRONMENT).toSorted())
    expect(new Set(listed).size).toBe(listed.length)
  })

  it('pins every dependency exactly', () => {
    const { dependencies, devDependencies, optionalDependencies } = JSON.parse(read('package.json'))
    const versions = Object.values({ ...dependencies, ...devDependencies, ...optionalDependencies }) as string[]
    expect(versions.filter((version) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([])
  })

  it('names no registry and no download address in the lockfile', () => {
    expect(read('package-lock.json')).not.toMatch(/"resolved"|https?:\/\/registry/)
  })

  it('has no file that nobody could read in one sitting', () => {
    const long = SOURCE.map((file) => `${read(file).split('\n').length} ${file}`).filter(
      (line) => Number.parseInt(line, 10) > 260,
    )
    expect(long).toEqual([])
  })

  it('avoids names that say nothing', () => {
    const vague = /(manager|helper|util|common|base|service|info|process)s?\b/i
    expect(SOURCE.filter((file) => vague.test(file.split('/').at(-1)!.replace(/\.ts$/, '')))).toEqual([])
  })

  it('leaves nothing for later and nothing unchecked', () => {
    const left = new RegExp(['TO', 'DO|FIX', 'ME|XX', 'X|@ts-ig', 'nore|as a', 'ny\\b|: a', 'ny\\b'].join(''))
    expect(SOURCE.filter((file) => left.test(withoutStrings(read(file))))).toEqual([])
  })
})

const withoutStrings = (text: string): string => text.replace(/'[^'\n]*'|`[^`]*`/g, "''")
