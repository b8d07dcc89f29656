/** The members of intersections put together, at every depth, so that types written differently compare as equal. */
type Flat<T> = T extends object ? { [Name in keyof T]: Flat<T[Name]> } : T;

/**
 * True where two types are the same, else a sentence that names what differs. To be assignable both ways is not enough:
 * a member that may be absent is told apart from one that may be undefined.
 */
export type Same<Name extends string, A, B> =
  (<T>() => T extends Flat<A> ? 1 : 2) extends <T>() => T extends Flat<B> ? 1 : 2
    ? true
    : `the types of ${Name} differ`;

/** Compiles only for true. */
export type Assert<Truth extends true> = Truth;

/** The type of parameters after parsing: those with a default are there. */
export type Filled<Parameters, Defaulted extends string> = {
  [Name in keyof Parameters as Name extends Defaulted ? never : Name]: Parameters[Name];
} & { [Name in Defaulted & keyof Parameters]-?: NonNullable<Parameters[Name]> };

/** The type of headers after parsing: their names are in lower case. */
export type LowerCase<Headers> = {
  [Name in keyof Headers as Name extends string ? Lowercase<Name> : never]: Headers[Name];
};
