import type { IncomingMessage } from "node:http";
import type { Problem, Result } from "@hostscan/core";
import type { Context } from "hono";
import { z } from "zod";
import { bodyProblem, stop, validationProblem } from "../problem.ts";
import { incomingOf } from "./client-address.ts";
import { illFormedTexts } from "./ill-formed-text.ts";
import { type JsonBounds, weighJson } from "./json-weight.ts";

/** Far beyond any body of the contract, and far below what a parser feels. */
const DEPTH = 32;
const NAMES = 1_000;
/** The longest that a program writes of a double has 309. */
const DIGITS = 400;

/** A body may have members that the contract does not know: so many times what it does know. */
const FACTOR = 4;
const LEAST_TOKENS = 100;

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
): Promise<Result<unknown, Problem>> {
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

function withoutIllFormed(parsed: Result<unknown, Problem>): Result<unknown, Problem> {
  if (!parsed.ok) return parsed;
  const errors = illFormedTexts(parsed.value);
  return errors.length === 0 ? parsed : stop(validationProblem(errors));
}

function decode(bytes: Uint8Array): Result<string, Problem> {
  try {
    return { ok: true, value: utf8.decode(bytes) };
  } catch {
    return stop(bodyProblem("must be UTF-8"));
  }
}

function parseBody(bytes: Uint8Array, takesText: boolean): Result<unknown, Problem> {
  const text = decode(bytes);
  if (!text.ok) return text;
  try {
    return { ok: true, value: JSON.parse(text.value) };
  } catch {
    return takesText ? text : stop(bodyProblem("must be valid JSON"));
  }
}

/** What JSON has between its values, and the mark that some put before it. */
const BLANK = /^[\uFEFF \t\r\n]*\{/;

/** Whether the first character that is no blank opens a JSON object. */
const beginsObject = (bytes: Buffer): boolean => BLANK.test(bytes.toString("utf8"));

/** The members of a form, as text; one that is there several times is a list, which no schema admits. */
function parseForm(bytes: Uint8Array): Result<unknown, Problem> {
  const text = decode(bytes);
  if (!text.ok) return text;
  const values = new Map<string, string | string[]>();
  // One pass: a form can have thousands of names, and looking each of them up would go through all of it.
  for (const [name, value] of new URLSearchParams(text.value)) {
    const former = values.get(name);
    if (Array.isArray(former)) former.push(value);
    else values.set(name, former === undefined ? value : [former, value]);
  }
  return { ok: true, value: Object.fromEntries(values) };
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

/** What a body may hold that its schema lets through: a list so many items, and so many times the values of full ones. */
export function bodyBounds(schema: z.ZodType, bytes: number): BodyBounds & { readonly items: number } {
  const json = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
  const tokens = Math.max(FACTOR * tokensOf(json), LEAST_TOKENS);
  return {
    bytes,
    depth: DEPTH,
    names: NAMES,
    digits: DIGITS,
    tokens,
    items: json.maxItems ?? Number.POSITIVE_INFINITY,
  };
}

type JsonSchema = z.core.JSONSchema.JSONSchema | boolean;

/** The values and names of the largest value of a schema: an object counts itself, its names and their values. */
function tokensOf(schema: JsonSchema): number {
  if (typeof schema === "boolean") return 1;
  const { items, maxItems, properties = {}, anyOf = [], oneOf = [] } = schema;
  const members = Object.values(properties).map((member) => 1 + tokensOf(member));
  const item = Array.isArray(items) || items === undefined ? 0 : tokensOf(items);
  const own = 1 + members.reduce((sum, each) => sum + each, 0) + (item && item * (maxItems ?? 1));
  return Math.max(own, ...[...anyOf, ...oneOf].map(tokensOf));
}

/** The bytes of a body, or why they could not be had. */
type BodyBytes = Buffer | "too large" | "broken off";

/**
 * Reads the body of a request, and counts along: no more than `maxBytes` are ever kept.
 *
 * On Node it reads the server's own stream. The web stream that stands for it would cost a copy of every body, and a
 * stream more for one that does not declare its length.
 */
async function readBodyBytes({ env, req }: Context, maxBytes: number): Promise<BodyBytes> {
  try {
    const incoming = incomingOf(env);
    return await (incoming ? readIncoming(incoming, maxBytes) : readStream(req.raw.body ?? [], maxBytes));
  } catch {
    return "broken off";
  }
}

function readIncoming(incoming: IncomingMessage, maxBytes: number): Promise<BodyBytes> {
  return new Promise((resolve, reject) => {
    // The caller may have left while the token was verified: nothing more would be heard of the stream.
    if (incoming.destroyed) reject(new Error("The caller has left"));
    const chunks: Buffer[] = [];
    let size = 0;
    incoming.on("data", (chunk: Buffer) => {
      size += chunk.byteLength;
      if (size > maxBytes) resolve("too large");
      else chunks.push(chunk);
    });
    incoming.on("end", () => resolve(Buffer.concat(chunks, size)));
    incoming.on("error", reject);
    incoming.on("close", reject);
  });
}

async function readStream(
  stream: AsyncIterable<Uint8Array> | Iterable<never>,
  maxBytes: number,
): Promise<BodyBytes> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.byteLength;
    if (size > maxBytes) return "too large";
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}
