import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { plainOf } from '../../src/chat/slack/mrkdwn.ts'
import { escapeMarkdown, markdownLink, plain } from '../../src/coaching/view.ts'
import { anyText } from '../any-text.ts'

describe('text from people', () => {
  it.each([
    { from: 'Ana\nBerg\r\n\tof\u2028Support', to: 'Ana Berg of Support', why: 'line breaks become spaces' },
    { from: 'A\u202ena\u2066 \u200bB\u200derg\ufeff\u0007', to: 'Ana Berg', why: 'what is invisible goes' },
    { from: 'https://evil.example', to: 'https: //evil.example', why: 'addresses do not link themselves' },
    { from: 'x'.repeat(61), to: `${'x'.repeat(59)}…`, why: 'long names are cut' },
    { from: '👩‍🚀'.repeat(50), to: `${'👩🚀'.repeat(29)}👩…`, why: 'cut at the end of a character' },
    { from: 'half \ud83d', to: 'half \ufffd', why: 'half a character is replaced' },
    { from: '   ', to: '', why: 'nothing stays nothing' },
  ])('$why', ({ from, to }) => {
    expect(plain(from)).toBe(to)
  })

  it.each([
    { from: '*bold* _it_ `code` ~no~', to: '\\*bold\\* \\_it\\_ \\`code\\` \\~no\\~' },
    { from: '[x](javascript:alert(1))', to: '\\[x\\](javascript:alert(1))' },
    { from: '<at>Sam</at> & <!channel>', to: '\\<at\\>Sam\\</at\\> & \\<!channel\\>' },
    { from: '&lt;b&gt;', to: '\\&lt;b\\&gt;' },
    { from: '{{DATE(2026-12-01T09:00:00Z)}}', to: '\\{\\{DATE(2026-12-01T09:00:00Z)}}' },
    { from: '# title', to: '\\# title' },
    { from: '- item', to: '\\- item' },
    { from: '1. first', to: '1\\. first' },
    { from: '-0.72', to: '-0.72' },
    { from: 'back\\slash', to: 'back\\\\slash' },
  ])('is escaped where Markdown is read: $from', ({ from, to }) => {
    expect(escapeMarkdown(from)).toBe(to)
  })

  it('reads the same after escaping and drawing, whatever it is', () => {
    fc.assert(fc.property(anyText(120), (text) => plainOf(escapeMarkdown(text)) === plain(text)))
  })
})

describe('a link', () => {
  it('keeps the address inside its brackets', () => {
    expect(markdownLink('[a]', 'https://x.example/a(b)?c=<d> e')).toBe('[\\[a\\]](https://x.example/a%28b%29?c=%3Cd%3E%20e)')
  })

  it.each(['javascript:alert(1)', 'mailto:a@b.c', 'not an address', ''])('is only its label for "%s"', (address) => {
    expect(markdownLink('here', address)).toBe('here')
  })
})
