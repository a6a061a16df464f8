import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: 'forks',
    // Most of a journey is waiting for an answer: more than one at a time, even on two cores.
    maxWorkers: 3,
    // The vendors' SDKs take a second to load; files that share a worker share them.
    isolate: false,
    // The Genesys SDK touches localStorage, which Node 26 answers with a warning.
    execArgv: ['--no-experimental-webstorage'],
  },
})
