export type { Change, Impact } from "./change.ts";
export { changelogOf } from "./changelog.ts";
export { diffDocuments } from "./diff.ts";
export { changesAsMarkdown, reportAsMarkdown } from "./output/markdown.ts";
export { type DiffReport, reportOn, type Source } from "./report.ts";
export { readReleases, SpecDiffError } from "./sources/releases.ts";
export { baseSource, currentSource } from "./sources/source.ts";
