// adaptivecards ships this file as TypeScript source that strict settings refuse; tsconfig's `paths` points here instead.
export type Size = string | number
