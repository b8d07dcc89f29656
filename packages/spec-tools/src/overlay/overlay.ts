import { isObject, type Json, Place, requiredMember } from "@hostscan/contract/generate";
import { paths } from "jsonpath-rfc9535";

/**
 * Applies an overlay, as in the [OpenAPI Overlay Specification 1.0](https://spec.openapis.org/overlay/v1.0.0.html).
 * The document stays as it is.
 *
 * Throws where the overlay is none, or where a target selects nothing: what it was written for has changed.
 */
export function applyOverlay(document: Json, overlay: Json): Json {
  const place = new Place(overlay).object();
  const version = requiredMember(place, "overlay");
  if (!/^1\.0\.\d+$/.test(version.string())) version.fail("must be 1.0.0");
  return requiredMember(place, "actions").items().reduce(apply, document);
}

function apply(document: Json, action: Place): Json {
  const known = action.object();
  const target = requiredMember(known, "target");
  const selected = paths(JSON.parse(JSON.stringify(document)), target.string());
  if (selected.length === 0) target.fail(`selects nothing: ${target.string()}`);
  const { remove, update } = known.value;
  const change = (value: Json) => (remove === true ? undefined : merged(value, update ?? null));
  if (remove !== true && update === undefined) known.fail("must have an update or remove");
  // From the last one on, so that those before it in an array keep their places.
  return selected
    .toReversed()
    .reduce((whole: Json, path) => changed(whole, stepsOf(path), change) ?? null, document);
}

/** The steps of a normalized path (RFC 9535, 2.7): `$['paths']['/a'][0]`. */
function stepsOf(path: string): readonly string[] {
  return [...path.matchAll(/\['((?:[^'\\]|\\.)*)'\]|\[(\d+)\]/gs)].map(
    ([, name = "", index]) => index ?? JSON.parse(`"${name.replaceAll('"', '\\"').replaceAll("\\'", "'")}"`),
  );
}

/** The value with another one at some place, or with none there. */
function changed(
  value: Json,
  [step, ...more]: readonly string[],
  change: (value: Json) => Json | undefined,
): Json | undefined {
  if (step === undefined) return change(value);
  if (Array.isArray(value)) {
    const inner = changed(value[Number(step)], more, change);
    return value.toSpliced(Number(step), 1, ...(inner === undefined ? [] : [inner]));
  }
  if (!isObject(value)) return value;
  const { [step]: old = null, ...others } = value;
  const inner = changed(old, more, change);
  return inner === undefined ? others : { ...value, [step]: inner };
}

/** Objects are merged member by member, an update of an array is added to it, and any other value replaces the old. */
function merged(value: Json, update: Json): Json {
  if (Array.isArray(value)) return [...value, update];
  if (!isObject(value) || !isObject(update)) return update;
  const members = Object.entries(update).map(([name, inner]): [string, Json] => {
    const old = value[name];
    if (Array.isArray(old) && Array.isArray(inner)) return [name, [...old, ...inner]];
    return [name, old === undefined || Array.isArray(old) ? inner : merged(old, inner)];
  });
  return { ...value, ...Object.fromEntries(members) };
}
