// Writes what an operator uploads to Slack and Teams, filled in: `npm run manifest -- --url https://bot.example.org --teams-app-id <guid>`
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { strToU8, type Zippable, zipSync } from 'fflate'
import { givenTeamsAppId } from '../src/config.ts'
import { fillSlack, fillTeams, USAGE, Usage, type Wanted, wantedFrom } from './fill.ts'

const read = (path: string): Buffer => readFileSync(new URL(path, import.meta.url))

/** Zip files carry times; always the same one, so that the same manifest gives the same bytes. 1980 is where zip's calendar begins. */
const MTIME = new Date(1980, 0, 1)

export function teamsPackage(wanted: Wanted): Uint8Array {
  const files: Zippable = {
    'manifest.json': strToU8(fillTeams(read('teams/manifest.json').toString('utf8'), wanted)),
    'color.png': read('teams/color.png'),
    'outline.png': read('teams/outline.png'),
  }
  return zipSync(files, { mtime: MTIME, level: 9 })
}

export const slackManifest = (wanted: Wanted): string => fillSlack(read('slack/manifest.json').toString('utf8'), wanted)

function build(wanted: Wanted): string {
  const folder = new URL('build/', import.meta.url)
  mkdirSync(folder, { recursive: true })
  writeFileSync(new URL('slack-manifest.json', folder), slackManifest(wanted))
  writeFileSync(new URL('halftime-teams.zip', folder), teamsPackage(wanted))
  return fileURLToPath(folder)
}

const done = (folder: string) => `Written to ${folder}
  slack-manifest.json   https://api.slack.com/apps → Create New App → From a manifest
  halftime-teams.zip    Teams admin center → Teams apps → Manage apps → Upload new app`

const NO_ID = `
The Teams package holds a placeholder that Teams will refuse: give the bot's id with --teams-app-id <guid>, or set TEAMS_APP_ID.`

if (import.meta.main) {
  try {
    const wanted = wantedFrom(process.argv.slice(2), givenTeamsAppId())
    console.log(done(build(wanted)))
    if (wanted.teamsAppId === undefined) console.log(NO_ID)
  } catch (error) {
    if (!(error instanceof Usage)) throw error
    console.error(`${error.message}\n\n${USAGE}`)
    process.exitCode = 1
  }
}
