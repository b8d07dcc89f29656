import type { Problem } from "@hostscan/core";
import type { Context } from "hono";
import { type Checked, pass, stop } from "../problems/checked.ts";
import { bodyProblem, validationProblem } from "../problems/validation-problem.ts";
import { readBodyBytes } from "./body-bytes.ts";
import { illFormedTexts } from "./ill-formed-text.ts";
import { type JsonBounds, weighJson } from "./json-weight.ts";

const JSON_TYPE = "application/json";
const FORM_TYPE = "application/x-www-form-urlencoded";

/** How an operation reads its body: under which content types, and within which bounds. */
export interface BodyForm {
  readonly contentTypes: readonly string[];
  readonly bounds: BodyBounds;
  /** Whether text is a body of its own, so that it need not be in quotation marks. */
  readonly takesText: boolean;
}

/** What a body may hold, in bytes and as JSON. */
export interface BodyBounds extends JsonBounds {
  readonly bytes: number;
}

const utf8 = new TextDecoder("utf-8", { fatal: true });

/**
 * Reads a request's body: UTF-8, within its bounds, declared as one of the content types with any parameters. It is JSON.
 * Where forms are taken, it may be one under any type but `application/json`; where text is taken, text that is no JSON
 * stands for itself. Refuses by the declared length before it reads, by the real one while it does, and by the rest
 * before it parses.
 */
export async function readBody(
  context: Context,
  { contentTypes, bounds, takesText }: BodyForm,
): Promise<Checked<unknown>> {
  const { headers } = context.req.raw;
  const type = headers.get("Content-Type");
  const essence = type?.split(";")[0]?.trim().toLowerCase();
  if (essence !== undefined && !contentTypes.includes(essence))
    return stop(otherType(contentTypes, `${type}`));
  const coding = headers.get("Content-Encoding");
  if (coding !== null && coding.toLowerCase() !== "identity") return stop(encoded(coding));

  if (Number(headers.get("Content-Length")) > bounds.bytes) return stop(tooLarge(bounds.bytes));
  const bytes = await readBodyBytes(context, bounds.bytes);
  if (bytes === "broken off") return stop(bodyProblem("broke off before its end"));
  if (bytes === "too large") return stop(tooLarge(bounds.bytes));

  if (bytes.byteLength === 0) return stop(bodyProblem("is missing"));
  if (type === null) return stop(otherType(contentTypes, "not declared"));
  const mayBeForm = contentTypes.includes(FORM_TYPE) && essence !== JSON_TYPE && !takesText;
  if (mayBeForm && !beginsObject(bytes)) return withoutIllFormed(parseForm(bytes));
  const { breaks, mayBeIllFormed } = weighJson(bytes, bounds);
  if (breaks) return stop(tooHeavy(breaks, bounds));
  const parsed = parseBody(bytes, takesText);
  // As it came, no UTF-8 is ill-formed, and a JSON string has U+0000 behind an escape only.
  return mayBeIllFormed || (parsed.ok && typeof parsed.value === "string")
    ? withoutIllFormed(parsed)
    : parsed;
}

function withoutIllFormed(parsed: Checked<unknown>): Checked<unknown> {
  if (!parsed.ok) return parsed;
  const errors = illFormedTexts(parsed.value);
  return errors.length === 0 ? parsed : stop(validationProblem(errors));
}

function decode(bytes: Uint8Array): Checked<string> {
  try {
    return pass(utf8.decode(bytes));
  } catch {
    return stop(bodyProblem("must be UTF-8"));
  }
}

function parseBody(bytes: Uint8Array, takesText: boolean): Checked<unknown> {
  const text = decode(bytes);
  if (!text.ok) return text;
  try {
    return pass(JSON.parse(text.value));
  } catch {
    return takesText ? text : stop(bodyProblem("must be valid JSON"));
  }
}

/** What JSON has between its values, and the mark that some put before it. */
const BLANK = /^[\uFEFF \t\r\n]*\{/;

/** Whether the first character that is no blank opens a JSON object. */
const beginsObject = (bytes: Buffer): boolean => BLANK.test(bytes.toString("utf8"));

/** The members of a form, as text; one that is there several times is a list, which no schema admits. */
function parseForm(bytes: Uint8Array): Checked<unknown> {
  const text = decode(bytes);
  if (!text.ok) return text;
  const form = new URLSearchParams(text.value);
  return pass(
    Object.fromEntries(
      [...new Set(form.keys())].map((name) => {
        const values = form.getAll(name);
        return [name, values.length > 1 ? values : values[0]];
      }),
    ),
  );
}

function tooHeavy(breaks: keyof JsonBounds, bounds: JsonBounds): Problem {
  switch (breaks) {
    case "depth":
      return bodyProblem(`must not be nested deeper than ${bounds.depth} levels`);
    case "names":
      return bodyProblem(`must not have more than ${bounds.names} different names of members`);
    case "digits":
      return bodyProblem(`must not have a number of more than ${bounds.digits} digits in a row`);
    case "tokens":
      return {
        kind: "payload-too-large",
        detail: `The body holds more than ${bounds.tokens} values and names.`,
      };
  }
}

const listed = new Intl.ListFormat("en-GB", { type: "disjunction" });

const otherType = (contentTypes: readonly string[], type: string): Problem =>
  unsupported(`The body must be ${listed.format(contentTypes)}; it was ${type}.`);

const encoded = (coding: string): Problem => unsupported(`The body must not be encoded; it was ${coding}.`);

const unsupported = (detail: string): Problem => ({
  kind: "unsupported-media-type",
  detail: detail.slice(0, 200),
});

const tooLarge = (maxBytes: number): Problem => ({
  kind: "payload-too-large",
  detail: `The body is larger than ${maxBytes < 1_000_000 ? `${maxBytes / 1_000} kB` : `${maxBytes / 1_000_000} MB`}.`,
});
