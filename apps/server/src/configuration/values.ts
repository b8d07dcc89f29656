import { type Network, type PortRange, parseNetwork, parsePortRange } from "@hostscan/engine";
import { EXTERNAL_ROLES, type ExternalRole } from "@hostscan/identity";
import { SECTION_NAMES, type SectionName } from "@hostscan/scanner";
import { isOrigin } from "@hostscan/server";
import { z } from "zod";

/** A setting's text as a whole number within bounds, both included. */
export function wholeNumber(least: number, most: number) {
  const error = `must be a whole number from ${least} to ${most}`;
  return z
    .string()
    .regex(/^\d{1,9}$/, { error, abort: true })
    .transform(Number)
    .refine((value) => value >= least && value <= most, error);
}

/** Modes of libpq that pg takes for `verify-full`, after a warning of many lines. */
const TAKEN_FOR_FULL = /([?&]sslmode=)(?:prefer|require|verify-ca)(?=&|$)/;

/** A setting's text as the URL of a Postgres. What its `sslmode` means here is written out in it. */
export const postgresUrl = z
  .string()
  .regex(/^postgres(ql)?:\/\//, "must be a postgres:// URL")
  .transform((url) =>
    /[?&]uselibpqcompat=true(?:&|$)/.test(url) ? url : url.replace(TAKEN_FOR_FULL, "$1verify-full"),
  );

/** A setting's text as a limit up to `most`; 0 is none, and comes out as `Infinity`. */
export function limit(most: number) {
  return wholeNumber(0, most).transform((value) => (value === 0 ? Number.POSITIVE_INFINITY : value));
}

/** A setting's text as one of the words given. */
export function oneOf<const Words extends readonly [string, ...string[]]>(words: Words) {
  return z.string().pipe(z.enum(words, `must be one of ${words.join(", ")}`));
}

/** A setting's text as yes or no. A flag of it takes no value. */
export function yesOrNo() {
  return oneOf(["true", "false"]).transform((word) => word === "true");
}

/** A setting's text as a list of origins as browsers write them, separated by commas. */
export function origins() {
  return z.string().transform((text, context): readonly string[] => {
    const found = text.split(",").map((each) => each.trim());
    for (const word of found) {
      if (!isOrigin(word))
        context.addIssue(`must be origins such as https://portal.example, which "${word}" is not`);
    }
    return found;
  });
}

/** A setting's text as a list of the words given, separated by commas, each at most once. */
export function someOf<const Words extends readonly [string, ...string[]]>(words: Words) {
  const error = `must be one or more of ${words.join(", ")}, separated by commas`;
  const list = z.array(z.enum(words, error)).refine((all) => new Set(all).size === all.length, error);
  return z
    .string()
    .transform((text) => text.split(",").map((word) => word.trim()))
    .pipe(list);
}

/** A setting's text as sections of an inventory; `none` is the empty list. */
export function sections() {
  const some = someOf(SECTION_NAMES);
  return z.string().transform((text, context): readonly SectionName[] => {
    if (text === "none") return [];
    const { data, error } = some.safeParse(text);
    if (error)
      context.addIssue(`must be none, or one or more of ${SECTION_NAMES.join(", ")}, separated by commas`);
    return data ?? [];
  });
}

/** A setting's text as a list of networks (CIDR), separated by commas. */
export function networks() {
  return z.string().transform((text, context): readonly Network[] => {
    const found: Network[] = [];
    for (const word of text.split(",").map((each) => each.trim())) {
      const network = parseNetwork(word);
      if (network) found.push(network);
      else context.addIssue(`must be networks such as 10.0.0.0/8,2001:db8::/32, which "${word}" is not`);
    }
    return found;
  });
}

/** A setting's text as a list of ports and ranges of them, separated by commas. */
export function ports() {
  return z.string().transform((text, context): readonly PortRange[] => {
    const found: PortRange[] = [];
    for (const word of text.split(",").map((each) => each.trim())) {
      const range = parsePortRange(word);
      if (range) found.push(range);
      else context.addIssue(`must be ports such as 22,2200-2299, which "${word}" is not`);
    }
    return found;
  });
}

/** A setting's text as roles that values of a claim stand for: `value=Role`, separated by commas. */
export function roleMapping() {
  return z.string().transform((text, context): ReadonlyMap<string, ExternalRole> => {
    const roles = new Map<string, ExternalRole>();
    for (const pair of text.split(",").map((each) => each.trim())) {
      const at = pair.lastIndexOf("=");
      const role = EXTERNAL_ROLES.find((each) => each === pair.slice(at + 1));
      if (at > 0 && role) roles.set(pair.slice(0, at), role);
      else context.addIssue(`must be as in scan-admins=Admin,scanners=App, which "${pair}" is not`);
    }
    return roles;
  });
}

/** A label of a host name, or a wildcard in the place of the first. */
const HOST_NAME = /^(?:\*\.)?[a-z\d_](?:[a-z\d._-]*[a-z\d_])?$|^\[[\da-f:.]+\]$/i;

/** A setting's text as host names, in lower case, without ports; `*.` at the front stands for all within a name. */
export function hostNames() {
  return z.string().transform((text, context): readonly string[] => {
    const names = text.split(",").map((each) => each.trim().toLowerCase());
    for (const name of names)
      if (!HOST_NAME.test(name))
        context.addIssue(
          `must be host names without ports, as in scan.example,*.lab.example, which "${name}" is not`,
        );
    return names;
  });
}
