import { z } from "zod";

/** How one setting is named and told to people. */
export interface Setting {
  readonly variable: string;
  /** In commander's form. A setting without one may hold a secret, which argv would show to every user. */
  readonly flag?: string;
  readonly summary: string;
  /** The commands that it concerns; `scans`: the server, and those that say what is scanned. */
  readonly usedBy: "all" | "scans" | "serve";
}

/** A {@link Setting} with the text that stands in for a missing one. */
export interface DescribedSetting extends Setting {
  readonly default?: string;
}

const descriptions = z.registry<DescribedSetting>();

/** A setting that always has a value. The schema reads its text; its messages follow its name: "must be …". */
export function defaulted<Value>(schema: z.ZodType<Value, string>, text: string, setting: Setting) {
  const withDefault = z.prefault(schema, text);
  descriptions.add(withDefault, { ...setting, default: text });
  return withDefault;
}

/** A setting that may be missing. */
export function optional<Value>(schema: z.ZodType<Value, string>, setting: Setting) {
  const maybe = z.optional(schema);
  descriptions.add(maybe, setting);
  return maybe;
}

/** The settings of a table by their property names, in its order. */
export function describe(table: z.ZodObject): ReadonlyMap<string, DescribedSetting> {
  const described = new Map<string, DescribedSetting>();
  for (const [name, schema] of Object.entries(table.shape)) {
    const setting = descriptions.get(schema);
    if (setting) described.set(name, setting);
  }
  return described;
}
