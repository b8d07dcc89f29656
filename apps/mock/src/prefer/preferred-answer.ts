import type { InvalidValue } from "@hostscan/core";
import type { Override } from "@hostscan/server";
import type { DeclaredAnswer, DeclaredAnswers } from "../examples/declared-answers.ts";
import { exampleAnswer } from "../examples/example-answer.ts";

/** One preference of a `Prefer` header. */
interface Preference {
  /** In lower case. */
  readonly name: string;
  /** Empty where there is none: RFC 7240 makes no difference between the two. */
  readonly value: string;
}

const SPLITTER = /(?:"(?:\\.|[^"\\])*"?|[^",;])+/g;
const PREFERENCE = /^\s*([!#$%&'*+.^_`|~\w-]+)\s*(?:=\s*(?:("(?:\\.|[^"\\])*"|[^\s"]+)\s*)?)?$/;

/**
 * Reads a `Prefer` header (RFC 7240, 2): preferences between commas, values bare or quoted. Parameters, behind a
 * semicolon, are taken for preferences of their own, so that `code=404; example=unknownJob` means what it seems to.
 * Of a preference that is given twice the first counts; what is none is passed over, as the RFC has it.
 */
export function parsePrefer(header: string | null): ReadonlyMap<string, string> {
  const preferences = (header?.match(SPLITTER) ?? []).flatMap(readPreference);
  return new Map(preferences.reverse().map(({ name, value }) => [name, value]));
}

function readPreference(text: string): Preference[] {
  const [, name, value = ""] = PREFERENCE.exec(text) ?? [];
  if (name === undefined) return [];
  const bare = value.startsWith('"') ? value.slice(1, -1).replaceAll(/\\(.)/g, "$1") : value;
  return [{ name: name.toLowerCase(), value: bare }];
}

/** Headers beyond those of the API, for pages of other origins. */
export const PREFER_HEADERS = { sent: ["Prefer"], shown: ["Preference-Applied"] } as const;

/**
 * Answers a call that says by `Prefer` what it wants: `code`, a declared status, and `example`, the name of an example
 * in the document. What there is not, is refused with what there is.
 */
export function preferredAnswer(answers: DeclaredAnswers): Override {
  return ({ operationId, headers, requestId }) => {
    const preferences = parsePrefer(headers.get("Prefer"));
    const code = preferences.get("code");
    const example = preferences.get("example");
    if (code === undefined && example === undefined) return undefined;

    const asked = [
      ...(code === undefined ? [] : [`code=${code}`]),
      ...(example === undefined ? [] : [`example=${example}`]),
    ].join(", ");
    const declared = [...(answers.get(operationId)?.values() ?? [])];
    const candidates = declared.filter(({ status }) => code === undefined || `${status}` === code);
    if (candidates.length === 0) return refused(operationId, `code=${code}`, "answers", statuses(declared));
    const answer = candidates.find(({ examples }) => example === undefined || examples.has(example));
    if (answer === undefined) return refused(operationId, asked, "examples", names(candidates));
    const { headers: shown, ...rest } = exampleAnswer(answer, requestId, example);
    return { ...rest, headers: { ...shown, "Preference-Applied": asked } };
  };
}

const statuses = (answers: readonly DeclaredAnswer[]) => answers.map(({ status }) => `${status}`);

const names = (answers: readonly DeclaredAnswer[]) =>
  answers.flatMap(({ status, examples }) => [...examples.keys()].map((name) => `${name} (${status})`));

function refused(operationId: string, asked: string, of: string, there: readonly string[]) {
  const errors: InvalidValue[] = [
    {
      path: "Prefer",
      message: `${asked} is none of the ${of} of ${operationId}: ${there.join(", ") || "there are none"}`,
    },
  ];
  return {
    rejection: { kind: "invalid", detail: "The document does not have the preferred answer.", errors },
  } as const;
}
