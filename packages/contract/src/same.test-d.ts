import type { z } from "zod";

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

type Empty = Record<never, never>;

/** What a route's schemas make of its answers: by status and media type. */
export type Answers<Route extends { readonly responses: object }> = {
  [Status in keyof Route["responses"]]: Route["responses"][Status] extends { readonly content: infer Content }
    ? {
        [Type in keyof Content]: Content[Type] extends { schema: infer Schema extends z.ZodType }
          ? z.output<Schema>
          : never;
      }
    : Empty;
};

/** The answers of an operation by openapi-typescript: by status and media type. */
export type DeclaredAnswers<Operation extends { readonly responses: object }> = {
  [Status in keyof Operation["responses"]]: Operation["responses"][Status] extends { content: infer Content }
    ? Content
    : Empty;
};

interface Text {
  responses: { 200: { content: { a: { schema: z.ZodString } } } };
}

export type SameTests = [
  Assert<Same<"a union", 1 | 2, 2 | 1>>,
  Assert<Same<"an intersection", { a: 1 } & { b?: 2 }, { a: 1; b?: 2 }>>,
  Assert<Same<"a nested intersection", { c: ({ a: 1 } & { b?: 2 })[] }, { c: { a: 1; b?: 2 }[] }>>,
  Assert<Same<"a filled group", Filled<{ a?: 1; b?: 2 }, "a">, { a: 1; b?: 2 }>>,
  Assert<Same<"headers", LowerCase<{ "If-Match"?: 1 }>, { "if-match"?: 1 }>>,
  // @ts-expect-error: other types
  Assert<Same<"X", string, number>>,
  // @ts-expect-error: one of them is wider
  Assert<Same<"X", string, string | null>>,
  // @ts-expect-error: any is assignable both ways
  Assert<Same<"X", { a: unknown }, { a: string }>>,
  // @ts-expect-error: one may be undefined
  Assert<Same<"X", { a?: string }, { a?: string | undefined }>>,
  // @ts-expect-error: one may be absent
  Assert<Same<"X", { a: string }, { a?: string }>>,
  // @ts-expect-error: one has more members
  Assert<Same<"X", { a: string }, { a: string; b?: string }>>,
  Assert<
    Same<
      "answers",
      Answers<{ responses: { 200: { content: { a: { schema: z.ZodString } } }; 204: { description: "" } } }>,
      DeclaredAnswers<{ responses: { 200: { content: { a: string } }; 204: { content?: never } } }>
    >
  >,
  // @ts-expect-error: another body
  Assert<Same<"X", Answers<Text>, { 200: { a: 1 } }>>,
  // @ts-expect-error: another status
  Assert<Same<"X", Answers<Text>, { 201: { a: string } }>>,
];
