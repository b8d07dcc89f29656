import {
  type Json,
  type JsonObject,
  member,
  memberObject,
  members,
  type Operation,
  type Place,
  requiredMember,
  resolve,
} from "@hostscan/contract/generate";

/** A named example of a body in the document. */
export interface Example {
  /** The status that it is an answer of; undefined where it is a request. */
  readonly status: number | undefined;
  readonly mediaType: string;
  readonly name: string;
  /** What it shows, in Markdown of one line; empty where nothing is said. */
  readonly summary: string;
  readonly value: Json;
  /** In what it does not fit its schema; empty where it is valid. */
  readonly faults: readonly string[];
}

/** Tells in what a value does not fit the schema at a place of the document. */
export type JudgeExample = (schema: Place<JsonObject>, value: Json) => readonly string[];

/** The examples of an operation's bodies: those of its request, then those of its answers. */
export function examplesOf(operation: Operation, document: JsonObject, judge: JudgeExample): Example[] {
  const { body, responses } = operation;
  return [
    ...(body ? examplesIn(body, undefined, document, judge) : []),
    ...responses.flatMap(({ status, place }) => examplesIn(place, Number(status), document, judge)),
  ];
}

function examplesIn(
  body: Place<JsonObject>,
  status: number | undefined,
  document: JsonObject,
  judge: JudgeExample,
): Example[] {
  return members(memberObject(body, "content")).flatMap(([mediaType, place]) => {
    const media = place.object();
    const schema = resolve(requiredMember(media, "schema"), document);
    return members(memberObject(media, "examples")).map(([name, reference]) => {
      const example = resolve(reference, document);
      const { value } = requiredMember(example, "value");
      const summary = member(example, "summary")?.string() ?? "";
      return { status, mediaType, name, summary, value, faults: judge(schema, value) };
    });
  });
}
