import { operationsOf, Place } from "@hostscan/contract/generate";
import type { Change, Impact } from "./change.ts";
import { diffDocuments } from "./diff.ts";
import { code, inert } from "./output/inert.ts";
import { where } from "./output/table.ts";
import type { Release } from "./sources/releases.ts";

const head = `# Changes of the document

Made from the released documents in \`releases/\` by \`pnpm spec:release\`, not by hand. The newest is first.
`;

const headings: readonly (readonly [impact: Impact, heading: string])[] = [
  ["breaking", "Breaking"],
  ["compatible", "New, and compatible"],
];

/** The changelog of all releases, the oldest of which is given first. */
export function changelogOf(releases: readonly Release[]): string {
  const sections = releases.map((release, i) => {
    const before = releases[i - 1];
    return `## ${release.version}\n\n${before ? changesSince(before, release) : firstRelease(release)}`;
  });
  return [head, ...sections.toReversed()].join("\n");
}

function firstRelease({ document }: Release): string {
  const operations = operationsOf(new Place(document)).map(
    ({ id, method, path }) => `- \`${id}\`: \`${method.toUpperCase()} ${path}\`\n`,
  );
  return `The first release. Its operations:\n\n${operations.join("")}`;
}

function changesSince(before: Release, release: Release): string {
  const changes = diffDocuments(before.document, release.document);
  const lists = headings.flatMap(([impact, heading]) => {
    const lines = changes.filter((change) => change.impact === impact).map(line);
    return lines.length > 0 ? [`### ${heading}\n\n${lines.join("")}`] : [];
  });
  return lists.length > 0 ? lists.join("\n") : "The same API, in other words.\n";
}

function line({ place, what, why, operations }: Change): string {
  const at = where(operations);
  return `- ${code(place)}${at && ` (${inert(at)})`}: ${inert(what)}; ${inert(why)}\n`;
}
