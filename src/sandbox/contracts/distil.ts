// `npm run contracts`: writes the small contract files beside this one from the vendors' schemas kept next to the repository.
// With --check it writes nothing and exits 1 when a file would change.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { distilGenesys, type GenesysSource } from './distil-genesys.ts'
import { distilSchema, distilSlack, type SlackSource } from './distil-others.ts'

const SOURCES = join(import.meta.dirname, '../../../../shared/schemas')

function source(name: string): unknown {
  return JSON.parse(readFileSync(join(SOURCES, name), 'utf8'))
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([key, each]) => [key, sorted(each)] as const)
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** One line per second-level key: small, and a change shows as a few lines. */
function written(contract: object): string {
  const lines = (part: unknown): string =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? `{\n${Object.entries(part)
          .map(([key, value]) => `    ${JSON.stringify(key)}: ${JSON.stringify(value)}`)
          .join(',\n')}\n  }`
      : JSON.stringify(part)
  const parts = Object.entries(sorted(contract) as object).map(([key, part]) => `  ${JSON.stringify(key)}: ${lines(part)}`)
  return `{\n${parts.join(',\n')}\n}\n`
}

function contracts(): Readonly<Record<string, object>> {
  return {
    'genesys.json': distilGenesys(source('genesys.json') as GenesysSource),
    'slack.json': distilSlack(source('slack-api-ref.methods.json') as SlackSource),
    'adaptive-card.json': distilSchema(source('adaptive-card-1.5.json'), {
      may: { msteams: { type: 'object' } },
      must: ['type', 'version'],
    }),
    'teams-manifest.json': distilSchema(source('teams-manifest-1.29.json')),
    'slack-manifest.json': distilSchema(source('slack-manifest.schema.json')),
  }
}

function run(check: boolean): number {
  if (!existsSync(SOURCES)) {
    console.log("The vendors' schemas are not here, so the contract files stay as they are. Nothing else needs them.")
    return 0
  }
  let differences = 0
  for (const [name, contract] of Object.entries(contracts())) {
    const path = join(import.meta.dirname, name)
    const next = written(contract)
    if (existsSync(path) && readFileSync(path, 'utf8') === next) continue
    differences += 1
    console.log(check ? `${name} differs: run "npm run contracts"` : `${name} written`)
    if (!check) writeFileSync(path, next)
  }
  return check && differences > 0 ? 1 : 0
}

process.exitCode = run(process.argv.includes('--check'))
