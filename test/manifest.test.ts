import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import AjvDraft04 from 'ajv-draft-04'
import formats from 'ajv-formats'
import { strFromU8, unzipSync } from 'fflate'
import { PNG } from 'pngjs'
import { describe, expect, it } from 'vitest'
import { slackManifest, teamsPackage } from '../manifest/build.ts'
import { wantedFrom } from '../manifest/fill.ts'
import { drawIcon, ICONS } from '../manifest/icons.ts'
import { COMMANDS } from '../src/coaching/commands.ts'
import { words } from '../src/words.ts'

const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url))
const json = (path: string) => JSON.parse(read(path).toString('utf8'))

const contracts = {
  slack: formats.default(new Ajv({ strict: false })).compile(json('src/sandbox/contracts/slack-manifest.json')),
  teams: formats.default(new AjvDraft04.default({ strict: false })).compile(json('src/sandbox/contracts/teams-manifest.json')),
}
const APP = '4f0e8a52-9c1b-4d3e-8a77-1b2c3d4e5f60'
const wanted = wantedFrom(['--url', 'https://bot.example.org', '--teams-app-id', APP, '--slack-name', 'Halftime (test)'])
const zip = unzipSync(teamsPackage(wanted))
const teams = JSON.parse(strFromU8(zip['manifest.json']!))
const image = (name: string) => PNG.sync.read(Buffer.from(zip[name]!))
const slack = JSON.parse(slackManifest(wanted))

describe('the manifests', () => {
  it.each([
    { name: 'slack', manifest: json('manifest/slack/manifest.json'), state: 'as kept' },
    { name: 'teams', manifest: json('manifest/teams/manifest.json'), state: 'as kept' },
    { name: 'slack', manifest: slack, state: 'filled in' },
    { name: 'teams', manifest: teams, state: 'filled in' },
  ] as const)('$name is valid $state', ({ name, manifest }) => {
    contracts[name](manifest)
    expect(contracts[name].errors ?? []).toEqual([])
  })

  const listed = COMMANDS.filter((entry) => entry.listed)

  it('name exactly the commands that are listed, no more than Teams has room for', () => {
    expect(listed.length).toBeLessThanOrEqual(10)
    const [command, kudos, ...more] = slack.features.slash_commands
    const { usage } = COMMANDS.find(({ name }) => name === 'kudos')!
    expect([`${kudos.command} ${kudos.usage_hint}`, ...more]).toEqual([`/${usage}`])
    expect(command).toMatchObject({ command: '/coaching', usage_hint: listed.map(({ usage }) => usage).join(' | ') })
    for (const { commands } of teams.bots[0].commandLists) {
      expect(commands.map(({ title }: { title: string }) => title)).toEqual(listed.map(({ name }) => name))
    }
  })

  it('explain the commands in the words of the help', () => {
    const en = words('en', { strict: true })
    for (const { commands } of teams.bots[0].commandLists) {
      const told = listed.map(({ about, example, setting }) => en.say(about) + (setting ? `, for example: ${example}` : ''))
      expect(commands.map(({ description }: { description: string }) => description)).toEqual(told)
    }
  })

  it('are filled in everywhere', () => {
    expect(JSON.stringify([slack, teams])).not.toMatch(/\{\{|00000000-0000/)
    expect(slack.features.slash_commands[0].url).toBe('https://bot.example.org/slack/events')
    expect(slack.display_information.name).toBe('Halftime (test)')
    expect([teams.id, teams.bots[0].botId]).toEqual([APP, APP])
  })
})

describe('the Teams package', () => {
  it('holds the manifest and both icons in the sizes Teams wants', () => {
    expect(Object.keys(zip)).toEqual(['manifest.json', 'color.png', 'outline.png'])
    expect([image('color.png'), image('outline.png')]).toMatchObject([
      { width: 192, height: 192 },
      { width: 32, height: 32 },
    ])
  })

  it('is the same every time', () => {
    expect(teamsPackage(wanted)).toEqual(teamsPackage(wanted))
  })

  it.each(['color', 'outline'] as const)('has the %s icon that the script draws', (name) => {
    const kept = PNG.sync.read(read(`manifest/teams/${name}.png`))
    expect(Buffer.from(kept.data).equals(Buffer.from(drawIcon(ICONS[name]).data))).toBe(true)
  })

  it('has an outline in white on nothing', () => {
    const { data } = image('outline.png')
    expect(data.every((byte, n) => n % 4 === 3 || byte === 255)).toBe(true)
    expect(data[3]).toBe(0)
  })
})

describe('the command line', () => {
  it.each([
    { args: [], said: '--url is missing' },
    { args: ['--url', 'http://bot.example.org'], said: 'must begin with https://' },
    { args: ['--url', 'bot.example.org'], said: 'must be an address' },
    { args: ['--url', 'https://bot.example.org/halftime'], said: 'https://bot.example.org instead of' },
    { args: ['--url', 'https://user:pw@bot.example.org'], said: 'only https, host and port' },
    { args: ['--url', 'https://b.example', '--teams-app-id', 'abc'], said: 'must be a GUID' },
    { args: ['--url', 'https://b.example', '--slack-name', 'x'.repeat(36)], said: '1 to 35 characters' },
    { args: ['--link', 'https://b.example'], said: "Unknown option '--link'" },
  ])('explains what is wrong with $args', ({ args, said }) => {
    expect(() => wantedFrom(args)).toThrow(said)
  })

  it('keeps a port and needs no slash', () => {
    expect(wantedFrom(['--url', 'https://bot.example.org:8443/'])).toMatchObject({
      host: 'bot.example.org:8443',
      website: 'bot.example.org:8443',
    })
  })
})
