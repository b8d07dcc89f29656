import type { Assert, Filled, LowerCase, Same } from "../../src/generated/runtime/same.test-d.ts";

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
];
