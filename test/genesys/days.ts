// An agent's day as the world's page shows it, for judging what became of a schedule.
import type { Practice } from './practice.ts'

interface Piece {
  readonly start: number
  readonly end: number
  readonly kind: string
  readonly title: string
}

export interface AgentDay {
  /** Everything but work on the queue, in order. */
  readonly planned: readonly Piece[]
  readonly work: readonly Piece[]
}

export async function dayOf(world: Pick<Practice, 'call'>, agent: string, at: number): Promise<AgentDay> {
  const date = new Date(at).toISOString().slice(0, 10)
  const { activities } = await world.call<{ activities: { start: string; end: string; kind: string; title: string }[] }>(
    'GET',
    `/agents/${agent}/day?date=${date}`,
  )
  const pieces = activities.map(({ start, end, kind, title }) => ({
    start: Date.parse(start),
    end: Date.parse(end),
    kind,
    title,
  }))
  return {
    planned: pieces.filter(({ kind }) => kind !== 'OnQueueWork'),
    work: pieces.filter(({ kind }) => kind === 'OnQueueWork'),
  }
}

/** How long customers are waited for, in milliseconds. */
export const queueTimes = ({ work }: AgentDay): number => work.reduce((sum, { start, end }) => sum + end - start, 0)
