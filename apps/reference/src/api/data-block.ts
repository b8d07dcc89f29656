const DISABLED = { "x-disabled": true };

/**
 * A document as JSON for Scalar, in a script element of the page; no text of the document ends the element.
 *
 * "Try it" would send the example of every parameter, an `Idempotency-Key` of somebody else among them. So what a call
 * may leave out is marked as left out, in Scalar's way (`x-disabled`), until the reader asks for it.
 */
export function dataBlock(document: object): string {
  return JSON.stringify(document, (_, value: unknown) =>
    isOptionalParameter(value) ? leaveOut(value) : value,
  ).replaceAll("<", "\\u003c");
}

interface Parameter {
  readonly example?: unknown;
  readonly examples?: Readonly<Record<string, object>>;
}

function isOptionalParameter(value: unknown): value is Parameter {
  if (typeof value !== "object" || value === null || !("name" in value && "in" in value)) return false;
  const isRequired = "required" in value && value.required === true;
  return !isRequired && (value.in === "query" || value.in === "header" || value.in === "cookie");
}

function leaveOut({ example, examples = {}, ...parameter }: Parameter): object {
  const given = example === undefined ? examples : { example: { value: example } };
  const disabled = Object.entries(given).map(([name, each]) => [name, { ...each, ...DISABLED }]);
  return { ...parameter, ...(disabled.length > 0 && { examples: Object.fromEntries(disabled) }) };
}
