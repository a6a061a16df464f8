// The findings as a table that reads well from 80 columns on, or as JSON.
import type { Finding } from '../findings.ts'

const SIGNS = { ok: '✓', wrong: '✗', unknown: '?' } as const
const NARROWEST = 60
const WIDEST = 120
/** Room for the check's name; a longer one continues below. */
const NAME = 30

/** Breaks at spaces; a word longer than the line stands out rather than being torn, so that it can be copied. */
export function wrapped(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(/\s+/).filter(Boolean)) {
    if (line === '') line = word
    else if (line.length + 1 + word.length <= width) line += ` ${word}`
    else {
      lines.push(line)
      line = word
    }
  }
  return [...lines, line]
}

function rowOf({ what, verdict, found, next }: Finding, width: number): string[] {
  const room = width - NAME - 6
  const names = wrapped(what, NAME)
  const advice = next ? wrapped(next, room - 2).map((line, n) => `${n === 0 ? '→' : ' '} ${line}`) : []
  const saying = [...wrapped(found, room), ...advice]
  return Array.from({ length: Math.max(names.length, saying.length) }, (_, n) =>
    `  ${n === 0 ? SIGNS[verdict] : ' '} ${(names[n] ?? '').padEnd(NAME)}  ${saying[n] ?? ''}`.trimEnd(),
  )
}

const counted = (findings: readonly Finding[], verdict: Finding['verdict']): number =>
  findings.filter((finding) => finding.verdict === verdict).length

/** One sentence: whether this can go live, and how much is open. */
export function summary(findings: readonly Finding[]): string {
  const [wrong, unknown, ok] = [counted(findings, 'wrong'), counted(findings, 'unknown'), counted(findings, 'ok')]
  const open = unknown > 0 ? `, ${unknown} could not be told` : ''
  if (wrong === 0) return `Nothing is wrong: ${ok} ${ok === 1 ? 'check is' : 'checks are'} fine${open}.`
  return `${wrong} ${wrong === 1 ? 'thing needs' : 'things need'} attention (${ok} fine${open}): follow the arrows beside ✗ and run this again.`
}

/** `columns`: the terminal's width. Areas in order of appearance, each with its rows. */
export function table(findings: readonly Finding[], columns = 100): string {
  const width = Math.min(WIDEST, Math.max(NARROWEST, columns))
  const areas = Map.groupBy(findings, ({ area }) => area)
  const blocks = [...areas].map(([area, rows]) => [area, ...rows.flatMap((row) => rowOf(row, width))].join('\n'))
  return `${blocks.join('\n\n')}\n\n${wrapped(summary(findings), width).join('\n')}`
}

export const asJson = (findings: readonly Finding[]): string => JSON.stringify({ summary: summary(findings), findings }, null, 2)

/** 0 unless something is wrong; what could not be told is no fault. */
export const exitCode = (findings: readonly Finding[]): 0 | 1 => (counted(findings, 'wrong') > 0 ? 1 : 0)
