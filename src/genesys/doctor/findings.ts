import { findingsOf } from '../../findings.ts'

export const { fine, wrong, unclear } = findingsOf('Genesys')
