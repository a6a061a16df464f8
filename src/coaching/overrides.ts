// Settings that hold for one queue, team or agent: the most specific that says something about a setting wins. Pure.
import type { CoachingPolicy } from './policy.ts'
import { reaches } from './rule.ts'
import { holdsAt, isSameScope, type Override, SCOPE_KINDS, type Scope, type Where } from './scope.ts'
import type { Setting, SettingValue } from './setting-places.ts'
import { SETTINGS, type Settings, settingOf, validated, written } from './settings.ts'

type Refused = { readonly refused: string }

const bySpecificity = (a: Override, b: Override): number => SCOPE_KINDS.indexOf(a.scope.kind) - SCOPE_KINDS.indexOf(b.scope.kind)

/** The settings as they are there, with the rules that look at conversations there. */
export function settingsFor(settings: Settings, where: Where): Settings {
  const here = settings.overrides.filter(({ scope }) => holdsAt(scope, where)).toSorted(bySpecificity)
  const found = here.reduce((now, { values }) => written(now, values), settings)
  const { rules, praises } = found.policy
  if (rules.length + praises.length === 0) return found
  const there = { rules: rules.filter((rule) => reaches(rule, where)), praises: praises.filter((rule) => reaches(rule, where)) }
  return { ...found, policy: { ...found.policy, ...there } }
}

/** Whose value it is there; null = everybody's. */
export function sourceOf({ overrides }: Settings, where: Where, what: Setting): Scope | null {
  const here = overrides.filter(({ scope, values }) => holdsAt(scope, where) && Object.hasOwn(values, what))
  return here.toSorted(bySpecificity).at(-1)?.scope ?? null
}

export const valueAt = ({ overrides }: Settings, scope: Scope, what: Setting): SettingValue | undefined =>
  overrides.find((each) => isSameScope(each.scope, scope))?.values[what]

/** Whether something is on for everybody, or for anybody. */
export const isOnSomewhere = (settings: Settings, what: Setting): boolean =>
  settingOf(settings, what) === 'on' || settings.overrides.some(({ values }) => values[what] === 'on')

/** What there is only one of. */
const EVERYBODYS: ReadonlySet<Setting> = new Set(['approval'])

/** The settings with one of them moved there, or, with undefined, as everybody's again; or the name of the sentence that says why that cannot be. */
export function withOverride(
  settings: Settings,
  scope: Scope,
  what: Setting,
  value: SettingValue | undefined,
): Settings | Refused {
  return withOverrides(settings, scope, new Map([[what, value]]))
}

/** The same with several of them, all at once. */
export function withOverrides(
  settings: Settings,
  scope: Scope,
  moved: ReadonlyMap<Setting, SettingValue | undefined>,
): Settings | Refused {
  if ([...moved.keys()].some((what) => EVERYBODYS.has(what))) return { refused: 'settings.everybodys' }
  const own = settings.overrides.find((each) => isSameScope(each.scope, scope))
  const others = Object.entries(own?.values ?? {}).filter(([what]) => !moved.has(what as Setting))
  const given = [...moved].flatMap(([what, value]) => (value === undefined ? [] : [[what, value] as const]))
  // What is written is said as it is read back: "-0.650" is -0.65.
  const known = validated(written(settings, Object.fromEntries(given)))
  if ('refused' in known) return known
  const values = Object.fromEntries([...others, ...given.map(([what]) => [what, settingOf(known, what)] as const)])
  const rest = settings.overrides.filter((each) => !isSameScope(each.scope, scope))
  const overrides = Object.keys(values).length === 0 ? rest : [...rest, { scope, values }]
  return validated({ ...settings, overrides })
}

/** The policy for everybody, and each that is different somewhere: whatever holds anywhere, each of its thresholds is that of one of these. */
export const policiesOf = (settings: Settings): CoachingPolicy[] => [
  settings.policy,
  ...settings.overrides.map(({ values }) => written(settings, values).policy),
]

export interface Difference {
  readonly what: Setting
  /** Null = for everybody. */
  readonly scope: Scope | null
  /** Undefined where nothing was set otherwise. */
  readonly before: SettingValue | undefined
  readonly after: SettingValue | undefined
}

/** What is not the same in two settings. */
export function differences(before: Settings, after: Settings): Difference[] {
  const everybody = SETTINGS.map((what) => ({
    what,
    scope: null,
    before: settingOf(before, what),
    after: settingOf(after, what),
  }))
  const scopes = [...before.overrides, ...after.overrides].map(({ scope }) => scope)
  const distinct = scopes.filter((scope, n) => scopes.findIndex((other) => isSameScope(scope, other)) === n)
  const some = distinct.flatMap((scope) =>
    SETTINGS.map((what) => ({ what, scope, before: valueAt(before, scope, what), after: valueAt(after, scope, what) })),
  )
  return [...everybody, ...some].filter((one) => one.before !== one.after)
}
