import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { expand } from '../src/cards.ts'
import { blocks, LIMITS } from '../src/chat/slack/blocks.ts'
import { formCard } from '../src/coaching/form-card.ts'
import type { Card, CardName } from '../src/coaching/people.ts'
import { ProposalState } from '../src/coaching/proposal.ts'
import { proposalCard } from '../src/coaching/proposal-card.ts'
import { sessionCard } from '../src/coaching/session-card.ts'
import { kudosCard, noticeCard } from '../src/coaching/told-cards.ts'
import { adaptiveCard } from '../src/sandbox/contracts/contracts.ts'
import { blockFaults } from '../src/sandbox/slack/shapes.ts'
import { words } from '../src/words.ts'
import { anyText } from './any-text.ts'
import { aForm } from './coaching/forms.ts'
import { chosen, interaction, person, proposal, READER } from './coaching/proposals.ts'

const FOLDER = new URL('../cards/', import.meta.url)
const open = (file: string) => JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8'))

const NAMES = ['kudos', 'notice', 'proposal', 'session', 'settings-form'] as const satisfies readonly CardName[]
const SAMPLES = NAMES.flatMap((name) => ['sample', 'minimal.sample'].map((sample) => ({ name, sample })))

function sampleCard(name: CardName, sample: string): Card {
  const { summary, ...view } = open(`${name}.${sample}.json`)
  return { name, view, summary }
}

describe('every template', () => {
  it('has a full and a minimal sample beside it', () => {
    const files = readdirSync(FOLDER).filter((file) => file.endsWith('.json'))
    expect(files).toEqual(
      NAMES.flatMap((name) => [`${name}.json`, `${name}.minimal.sample.json`, `${name}.sample.json`]).toSorted(),
    )
  })

  it.each(SAMPLES)('$name with its $sample is a valid card within the limits of Teams', ({ name, sample }) => {
    const card = expand(sampleCard(name, sample))
    expect(adaptiveCard(card)).toEqual([])
    expect(JSON.stringify(card)).not.toContain('${')
    expect(Buffer.byteLength(JSON.stringify(card))).toBeLessThan(25_000)
    expect(card).toMatchObject({ version: '1.5', lang: 'en', fallbackText: expect.stringMatching(/[.!]$/) })
  })

  it.each(SAMPLES)('$name with its $sample is drawn within the limits of Slack', ({ name, sample }) => {
    const drawn = blocks(expand(sampleCard(name, sample)))
    expect(blockFaults(drawn)).toEqual([])
    expect(drawn.length).toBeGreaterThan(0)
    expect(JSON.stringify(drawn).length).toBeLessThanOrEqual(LIMITS.total)
  })

  it.each(NAMES)('%s uses only elements that Slack can draw', (name) => {
    const types = [...JSON.stringify(open(`${name}.json`)).matchAll(/"type":"([^"]+)"/g)].map(([, type]) => type)
    const inputs = ['Input.Date', 'Input.Time', 'Input.Text', 'Input.ChoiceSet']
    const drawn = [
      'AdaptiveCard',
      'TextBlock',
      'FactSet',
      'Chart.VerticalBar.Grouped',
      'Container',
      'ActionSet',
      'Action.Execute',
      'Action.Submit',
      'task/fetch',
      ...inputs,
    ]
    expect(types.filter((type) => !drawn.includes(type!))).toEqual([])
  })

  it('shows every piece of its full sample', () => {
    const { summary, lang, statusColor, ...pieces } = open('proposal.sample.json')
    const seen = JSON.stringify(expand(sampleCard('proposal', 'sample')))
    const texts = JSON.stringify(pieces).match(/(?<=:)"[^"]+"/g) ?? []
    expect(texts.filter((text) => !seen.includes(text.slice(1, -1)))).toEqual([])
    expect(seen).toContain(summary)
    expect(seen).toContain(`"color":"${statusColor}"`)
    expect(seen).toContain(`"lang":"${lang}"`)
  })
})

describe('a sample', () => {
  const en = words('en', { strict: true })
  const drawn = [
    proposalCard(proposal(), READER, en),
    sessionCard(proposal({ chosen }), READER, en),
    kudosCard({ agent: person('Ana Berg'), interaction: interaction(0, 0.9, null) }, READER, en),
    noticeCard({ title: 'Hello' }, en),
    formCard({ ...aForm(), notice: [], wrong: {} }, en),
  ]

  it.each(drawn)('of $name has what the code puts into the card, no more and no less', ({ name, view }) => {
    for (const sample of ['sample', 'minimal.sample']) {
      expect(Object.keys(sampleCard(name, sample).view).toSorted()).toEqual(Object.keys(view).toSorted())
    }
  })
})

describe('expanding', () => {
  const notice = (view: Record<string, unknown>): Card => ({
    name: 'notice',
    view: { ...sampleCard('notice', 'minimal.sample').view, ...view },
    summary: 'Something.',
  })

  it('leaves out what came out empty', () => {
    const card = expand(notice({ title: 'Hello', lines: [{ text: '' }], facts: [{ title: 'Nothing', value: null }] }))
    expect(card.body).toEqual([expect.objectContaining({ text: 'Hello', style: 'heading' })])
  })

  it('keeps what looks like template language in data as the text it is', () => {
    const title = `\${title} \${1+1} \\" {{x}}`
    expect(expand(notice({ title })).body).toEqual([expect.objectContaining({ text: title })])
  })

  it('says what a view lacks', () => {
    expect(() => expand({ name: 'notice', view: { title: 'x' }, summary: 'x' })).toThrow('cards/notice.json asks for')
  })
})

it('is valid on both platforms, whatever people and teams are called', () => {
  const en = words('en', { strict: true })
  const states = fc.constantFrom(...ProposalState.options)
  fc.assert(
    fc.property(anyText(80), anyText(80), states, fc.boolean(), (name, team, state, named) => {
      const of = proposal({
        state,
        chosen,
        agent: { ...person('x'), name, team: { id: 't', name: team } },
        supervisor: { ...person('x'), name },
      })
      const card = expand(proposalCard(of, { ...READER, named, link: () => name }, en))
      expect([...adaptiveCard(card), ...blockFaults(blocks(card))]).toEqual([])
    }),
  )
})
