// Access tokens as Entra issues them: opaque to those who carry them, checked by whoever they are for. Their life follows the world.
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

/** Real tokens live 60 to 90 minutes. https://learn.microsoft.com/entra/identity-platform/access-tokens#token-lifetime */
export const TOKEN_LIFE = 3599

export interface Claims {
  readonly aud: string
  readonly appid: string
  readonly tid: string
  /** Application permissions; absent when there are none, as in real tokens. */
  readonly roles?: readonly string[]
  /** World time, seconds. */
  readonly exp: number
  /** Which of all tokens it is. */
  readonly n: number
}

/** Of which tokens it is not known that they ended early: those after this one. */
export interface Ended {
  upTo: number
}

// Made anew with every start, so that no token outlives its world.
const secret = randomBytes(32)

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')

const sign = (text: string): Buffer => createHmac('sha256', secret).update(text).digest()

let issued = 0

export function issue(claims: Omit<Claims, 'n'>): string {
  issued += 1
  const text = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode({ ...claims, n: issued })}`
  return `${text}.${sign(text).toString('base64url')}`
}

function claimsOf(token: string): Claims | undefined {
  const [head, body, signature] = token.split('.')
  if (!head || !body || !signature) return undefined
  const given = Buffer.from(signature, 'base64url')
  const wanted = sign(`${head}.${body}`)
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return undefined
  return JSON.parse(Buffer.from(body, 'base64url').toString()) as Claims
}

/** {}: every token of this moment ends, as in continuous access evaluation: https://learn.microsoft.com/entra/identity/conditional-access/concept-continuous-access-evaluation-workload */
export const endingTokens = (ended: Ended) => (): object => {
  ended.upTo = issued
  return { ended: issued }
}

/** `missing`, `invalid`, `expired` … or the claims of a token for this audience. `now` in milliseconds of the world. */
export function bearer(
  authorization: string | string[] | undefined,
  audience: string,
  now: number,
  ended: Ended = { upTo: 0 },
): Claims | string {
  const token = /^Bearer (.+)$/i.exec(String(authorization ?? ''))?.[1]
  if (!token) return 'missing'
  const claims = claimsOf(token)
  if (!claims) return 'invalid'
  if (claims.aud !== audience) return 'for another audience'
  return claims.exp * 1000 <= now || claims.n <= ended.upTo ? 'expired' : claims
}
