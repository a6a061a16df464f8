import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 20_000,
    hookTimeout: 30_000,
    pool: 'forks',
    // The Genesys SDK touches localStorage, which Node 26 answers with a warning.
    execArgv: ['--no-experimental-webstorage'],
  },
})
