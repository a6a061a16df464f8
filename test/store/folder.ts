import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A new folder of its own for one test, and how to take it away. */
export function ownFolder(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'halftime-'))
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}
