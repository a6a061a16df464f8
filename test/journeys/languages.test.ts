// Everybody reads their own language, whatever the colleague beside them reads; what nobody in particular reads is in the house's.
import { describe, expect, it } from 'vitest'
import { wordsOf } from '../said.ts'
import { sceneForEach } from '../world.ts'
import { cardSays, roughPattern } from './acts.ts'

const RETURNS = '00000000-0000-4000-8002-000000000004'

describe('two colleagues on Teams, one of them German', () => {
  const scene = sceneForEach()

  it('are thanked and told of their sessions each in their own language', async () => {
    for (const agent of ['cleo', 'dario']) await scene.world.interaction({ agent, customer: 0.95 })
    const thanks = (user: string, text: RegExp) => scene.world.message({ user }, text)
    expect((await thanks('cleo', /Well done, Cleo!/)).text).toMatch(/The call.+How the customer sounded.+0\.95/s)
    expect((await thanks('dario', /Toll gemacht, Dario!/)).text).toMatch(/Danke.+Anruf.+So klang es auf der Kundenseite.+0,95/s)

    // Their supervisor reads English, so the cards about both are English.
    for (const [agent, told] of [
      ['cleo', /A coaching session with Tessa Thiel.+Two calls that were not easy/s],
      ['dario', /Ein Coaching mit Tessa Thiel.+Zwei Anrufe, die nicht leicht waren/s],
    ] as const) {
      const card = await roughPattern(scene.world, agent, { user: 'tessa' })
      expect(card.text).toMatch(/^Coaching for /)
      await scene.world.click('tessa', card, /^Book /)
      const { buttons, text } = await scene.world.message({ user: agent }, told)
      expect(buttons.map(({ label }) => label)).toEqual(['seen', 'wish'].map((kind) => wordsOf(agent).say(`button.${kind}`)))
      expect(text).not.toMatch(agent === 'cleo' ? /Termin|mit / : /session|call/)
    }
    // What stands in Genesys is in the house's language.
    const notes = (await scene.world.effects('recognition.created')).map(({ body }) => body.note)
    expect(new Set(notes)).toEqual(new Set([wordsOf('cleo').say('recognition.note')]))
  })
})

describe('a German supervisor', () => {
  const direct = sceneForEach({ DELIVER: `${RETURNS}=direct` })

  it('decides on a German card, and is answered in German', async () => {
    const where = { user: 'theo' }
    const card = await roughPattern(direct.world, 'gus', where)
    expect(card.text).toMatch(/^Coaching für Gus Grant\nZwei schwierige Anrufe hintereinander: Kundenseite -0,80 und -0,72/)
    expect(card.text).toMatch(/\p{L}{2}\., \d{1,2}\. \p{L}+\.?, \d\d:\d\d · .+; du hast Zeit/u)
    await direct.world.click('theo', card, /buchen$/)
    await cardSays(
      direct.world,
      where,
      card,
      /Gebucht: .+ mit Theo Timm\. Gebucht von Theo Timm\.\nSteht im Dienstplan für Gus Grant/,
    )
    await direct.world.command('theo', '/coaching set customer -0.7')
    await direct.world.message(where, /Für alle können das nur die Admins von Halftime/)
  })
})

describe('in a German house', () => {
  const house = sceneForEach({ LOCALE: 'de-DE' })

  it('what stands in Genesys, and what everybody in a room reads, is German', async () => {
    const room = { room: 'C0SUPPORTLEADS' }
    const card = await roughPattern(house.world, 'emil', room)
    expect(card.text).toMatch(/^Coaching für jemanden aus dem Team Support\n/)
    await house.world.click('rita', card, /buchen$/)
    await cardSays(house.world, room, card, /Gebucht: .+ \(Ortszeit Berlin\) mit Rita Rossi/)
    // Rita reads English, and what she is told alone is English.
    await house.world.click('rita', card, card.buttons.findLast(({ label }) => / buchen$/.test(label))!.label)
    await house.world.message({ user: 'rita' }, /You decided this already|It is being booked right now/)
    const [made] = await house.world.effects('appointment.created')
    expect(made!.body).toMatchObject({
      name: '1:1',
      description: expect.stringMatching(/^2 Gespräche, die ihr euch gemeinsam anseht/),
    })
    await house.world.interaction({ agent: 'emil', customer: 0.95 })
    await house.world.message({ user: 'emil' }, /Well done, Emil!/)
    expect((await house.world.effects('recognition.created')).map(({ body }) => [body.title, body.note])).toEqual([
      ['Ein großartiges Gespräch', 'Du hast jemandem den Tag verschönert. Danke!'],
    ])
  })
})
