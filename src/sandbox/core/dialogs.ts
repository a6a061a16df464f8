// What somebody has before them besides messages, and what they fill in.
import type { Platform, WorldPerson } from './world.ts'

/** A dialog (Slack: modal) that somebody has before them; nobody else sees it. */
export interface SeenDialog {
  readonly platform: Platform
  readonly id: string
  readonly title: string
  /** All that can be read in it, errors and labels of buttons too. */
  readonly text: string
  /** `submit` and `close` are the dialog's own, where it has them. */
  readonly buttons: readonly { readonly id: string; readonly label: string }[]
  /** `value`: what stands in it now; `error`: what is said beside it. */
  readonly inputs: readonly {
    readonly id: string
    readonly label: string
    readonly type: string
    readonly value: string
    readonly error?: string
  }[]
  /** What the platform itself says when the bot did not answer. */
  readonly trouble?: string
  /** As sent: the view, or the Adaptive Card. */
  readonly native: unknown
}

export interface FilledIn {
  readonly by: WorldPerson
  readonly dialog: string
  readonly button: string
  readonly inputs: Readonly<Record<string, string>>
}
