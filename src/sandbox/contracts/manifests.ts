// The platforms' app manifests, checked against their schemas: each function answers what is wrong, in words; [] = nothing.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { ValidateFunction } from 'ajv'

// ajv is CommonJS whose types and runtime disagree about the default export; require hands out the classes themselves.
const require = createRequire(import.meta.url)
const Ajv = (require('ajv') as typeof import('ajv')).Ajv
const Ajv4 = require('ajv-draft-04') as typeof import('ajv-draft-04').default
const formats = require('ajv-formats') as typeof import('ajv-formats').default

const read = (name: string): object => JSON.parse(readFileSync(join(import.meta.dirname, name), 'utf8'))
const options = { strict: false, allErrors: true, logger: false } as const

function complaints(validate: ValidateFunction, value: unknown): string[] {
  return validate(value) ? [] : (validate.errors ?? []).map(({ instancePath, message }) => `manifest${instancePath} ${message}`)
}

/** Microsoft Teams, manifest 1.29. https://learn.microsoft.com/microsoft-365/extensibility/schema/ */
export function teamsManifest(manifest: unknown): string[] {
  return complaints(formats(new Ajv4(options)).compile(read('teams-manifest.json')), manifest)
}

/** Slack. https://docs.slack.dev/reference/app-manifest */
export function slackManifest(manifest: unknown): string[] {
  return complaints(formats(new Ajv(options)).compile(read('slack-manifest.json')), manifest)
}
