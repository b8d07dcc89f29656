import type { Json, JsonObject, OpenApiDocument } from "./document.ts";

/** Any GUID, as `format: uuid` has it here. Generators make that format RFC 9562's, which refuses the reference's ids. */
const GUID = "^[\\dA-Fa-f]{8}(?:-[\\dA-Fa-f]{4}){3}-[\\dA-Fa-f]{12}$";

const RESPONSE = "#/components/responses/";

/** How vendors' generators want to be told the name of an operation's function. */
const HINTS = ["x-fern-sdk-method-name", "x-speakeasy-name-override"];

/**
 * The document as it is served, for the tools that read it. It says what {@link openapiDocument} says:
 *
 * - An answer stands in place, where a `$ref` makes some generators lose its body.
 * - A GUID is told by its pattern.
 * - Of the introduction, which generators copy into each file, the chapters are descriptions of tags.
 * - The name of an operation's function is told to several vendors.
 */
export function forTools(document: OpenApiDocument): OpenApiDocument {
  const { responses = {}, ...components } = document.components;
  const [introduction, chapters] = chaptersOf(document.info["description"]);
  const inPlace = (value: Json): Json => {
    if (Array.isArray(value)) return value.map(inPlace);
    if (!isObject(value)) return value;
    const reference = value["$ref"];
    const answer =
      typeof reference === "string" && reference.startsWith(RESPONSE)
        ? responses[reference.slice(RESPONSE.length)]
        : undefined;
    const { format, ...rest } = answer ?? value;
    const said = format === "uuid" ? { ...rest, pattern: GUID } : (answer ?? value);
    return Object.fromEntries(
      [...Object.entries(said), ...hintsOf(said)].map(([name, inner]) => [name, inPlace(inner)]),
    );
  };
  const body: OpenApiDocument = JSON.parse(
    JSON.stringify(inPlace(JSON.parse(JSON.stringify({ ...document, components })))),
  );
  return {
    ...body,
    info: { ...document.info, description: introduction },
    tags: [...chapters, ...(document.tags ?? [])],
  };
}

function hintsOf({ operationId, "x-operation-name": name }: JsonObject): [string, Json][] {
  return operationId === undefined || name === undefined ? [] : HINTS.map((hint) => [hint, name]);
}

/** The text before the first heading, and each chapter as a tag that no operation has. */
function chaptersOf(description: Json | undefined): [introduction: string, chapters: JsonObject[]] {
  const [introduction = "", ...chapters] = String(description ?? "").split(/^## (?=\S)/m);
  return [
    introduction.trim(),
    chapters.map((chapter) => {
      const [name = "", ...lines] = chapter.split("\n");
      return { name, description: lines.join("\n").trim(), "x-traitTag": true };
    }),
  ];
}

const isObject = (value: Json): value is JsonObject => typeof value === "object" && value !== null;
