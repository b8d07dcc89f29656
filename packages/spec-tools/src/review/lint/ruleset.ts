import { readFile } from "node:fs/promises";
import { type Json, member, memberObject, members, Place } from "@hostscan/contract/generate";
import { parse } from "yaml";

/** The rules that a document is linted by. */
export interface Ruleset {
  /** Names of the rulesets that it starts from, e.g. `recommended-strict`. */
  readonly from: readonly string[];
  /** How many rules are set beside them. */
  readonly more: number;
  /** How many of those are the project's own, of a plugin. */
  readonly own: number;
}

/** Reads which rules a configuration of Redocly sets, without those that it turns off. */
export async function readRuleset(file: string): Promise<Ruleset> {
  const value: Json = parse(await readFile(file, "utf8"));
  const config = new Place(value).object();
  const rules = members(memberObject(config, "rules")).filter(([, severity]) => severity.value !== "off");
  return {
    from:
      member(config, "extends")
        ?.items()
        .map((name) => name.string()) ?? [],
    more: rules.length,
    own: rules.filter(([name]) => name.includes("/")).length,
  };
}
