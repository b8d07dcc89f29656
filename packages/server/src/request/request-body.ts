import type { Problem } from "@hostscan/core";
import type { Context } from "hono";
import { type Checked, pass, stop } from "../problems/checked.ts";
import { bodyProblem, validationProblem } from "../problems/validation-problem.ts";
import { readBodyBytes } from "./body-bytes.ts";
import { illFormedTexts } from "./ill-formed-text.ts";
import { type JsonBounds, weighJson } from "./json-weight.ts";

const JSON_TYPE = "application/json";

/** What a body may hold, in bytes and as JSON. */
export interface BodyBounds extends JsonBounds {
  readonly bytes: number;
}

const utf8 = new TextDecoder("utf-8", { fatal: true });

/**
 * Reads a request's JSON body: UTF-8, within its bounds, declared as one of `contentTypes` with any parameters. Under another
 * type than `application/json`, text that is no JSON stands for itself. Refuses by the declared length before it reads,
 * by the real one while it does, and by the rest before it parses.
 */
export async function readBody(
  context: Context,
  contentTypes: readonly string[],
  bounds: BodyBounds,
): Promise<Checked<unknown>> {
  const { headers } = context.req.raw;
  const type = headers.get("Content-Type");
  const essence = type?.split(";")[0]?.trim().toLowerCase();
  if (essence !== undefined && !contentTypes.includes(essence)) return stop(notJson(`${type}`));
  const coding = headers.get("Content-Encoding");
  if (coding !== null && coding.toLowerCase() !== "identity") return stop(encoded(coding));

  if (Number(headers.get("Content-Length")) > bounds.bytes) return stop(tooLarge(bounds.bytes));
  const bytes = await readBodyBytes(context, bounds.bytes);
  if (bytes === "broken off") return stop(bodyProblem("broke off before its end"));
  if (bytes === "too large") return stop(tooLarge(bounds.bytes));

  if (bytes.byteLength === 0) return stop(bodyProblem("is missing"));
  if (type === null) return stop(notJson("not declared"));
  const { breaks, mayBeIllFormed } = weighJson(bytes, bounds);
  if (breaks) return stop(tooHeavy(breaks, bounds));
  const parsed = parseBody(bytes, essence === JSON_TYPE);
  // As it came, no UTF-8 is ill-formed, and a JSON string has U+0000 behind an escape only.
  if (!parsed.ok || (!mayBeIllFormed && typeof parsed.value !== "string")) return parsed;
  const errors = illFormedTexts(parsed.value);
  return errors.length === 0 ? parsed : stop(validationProblem(errors));
}

function parseBody(bytes: Uint8Array, mustBeJson: boolean): Checked<unknown> {
  let text: string;
  try {
    text = utf8.decode(bytes);
  } catch {
    return stop(bodyProblem("must be UTF-8"));
  }
  try {
    return pass(JSON.parse(text));
  } catch {
    return mustBeJson ? stop(bodyProblem("must be valid JSON")) : pass(text);
  }
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

const notJson = (type: string): Problem => unsupported(`The body must be application/json; it was ${type}.`);

const encoded = (coding: string): Problem => unsupported(`The body must not be encoded; it was ${coding}.`);

const unsupported = (detail: string): Problem => ({
  kind: "unsupported-media-type",
  detail: detail.slice(0, 200),
});

const tooLarge = (maxBytes: number): Problem => ({
  kind: "payload-too-large",
  detail: `The body is larger than ${maxBytes < 1_000_000 ? `${maxBytes / 1_000} kB` : `${maxBytes / 1_000_000} MB`}.`,
});
