import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Some files mostly wait for the machine's clock (a socket that falls silent): begun first, they wait beside the others. */
const UNHURRIED = /\/test\/(intake\/outage|intake\/kill|faults\/(kill|races|every-write))/

class UnhurriedFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const unhurried = ({ moduleId }: TestSpecification) => UNHURRIED.test(moduleId.replaceAll('\\', '/'))
    return [...sorted.filter(unhurried), ...sorted.filter((file) => !unhurried(file))]
  }
}

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Longer than any wait for the world, which outlasts the minute after which the bot finds what it missed.
    testTimeout: 200_000,
    hookTimeout: 60_000,
    pool: 'forks',
    // Most of a journey is waiting for an answer: more than one at a time, even on two cores.
    maxWorkers: 6,
    // The vendors' SDKs take a second to load; files that share a worker share them.
    isolate: false,
    sequence: { sequencer: UnhurriedFirst },
    // The Genesys SDK touches localStorage, which Node 26 answers with a warning.
    execArgv: ['--no-experimental-webstorage'],
  },
})
