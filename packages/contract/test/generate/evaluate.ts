import { z } from "zod";
import { type Json, Place } from "../../src/generate/place.ts";
import { emitSchema } from "../../src/generate/schemas.ts";
import { recordingScope } from "../../src/generate/text.ts";
import * as runtime from "../../src/runtime.ts";

/** The text that is emitted for a schema without references. */
export function emitted(schema: Json): string {
  return emitSchema(new Place(schema), recordingScope());
}

/** The value of an emitted expression. */
export function evaluate(expression: string, names: Record<string, unknown> = {}): z.ZodType {
  const scope = { z, ...runtime, ...names };
  return new Function(...Object.keys(scope), `return ${expression};`)(...Object.values(scope));
}

/** What the schema emitted for a JSON Schema makes of values: those it admits, as parsed. */
export function admitted(schema: Json, values: readonly unknown[]): unknown[] {
  const parse = evaluate(emitted(schema));
  return values
    .map((value) => parse.safeParse(value))
    .flatMap(({ success, data }) => (success ? [data] : []));
}
