import type { Change, Impact } from "./change.ts";

/** A step from one version to a later one (Semantic Versioning 2.0.0); `none` where it is not later. */
export type Step = "none" | "patch" | "minor" | "major";

const steps: readonly Step[] = ["none", "patch", "minor", "major"];
const stepFor: Record<Impact, Step> = { breaking: "major", compatible: "minor", wording: "patch" };

/** Whether a text is a version of three numbers, without a label. */
export function isVersion(text: string): boolean {
  return /^(0|[1-9]\d*)(\.(0|[1-9]\d*)){2}$/.test(text);
}

/** Sorts versions, the oldest first. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [numbers(a), numbers(b)];
  return left[0] - right[0] || left[1] - right[1] || left[2] - right[2];
}

/** The step from one version to another; throws a `RangeError` where one of them is no version. */
export function stepBetween(base: string, revision: string): Step {
  const [a, b] = [numbers(base), numbers(revision)];
  if (compareVersions(base, revision) >= 0) return "none";
  if (b[0] > a[0]) return "major";
  return b[1] > a[1] ? "minor" : "patch";
}

/** The smallest step that changes ask for. */
export function stepNeeded(changes: readonly Change[]): Step {
  return changes.map(({ impact }) => stepFor[impact]).reduce(larger, "none");
}

/** Whether a step is at least as large as another. */
export function suffices(step: Step, needed: Step): boolean {
  return larger(step, needed) === step;
}

/** The version that a step leads to. */
export function nextVersion(version: string, step: Step): string {
  const [major, minor, patch] = numbers(version);
  if (step === "major") return `${major + 1}.0.0`;
  if (step === "minor") return `${major}.${minor + 1}.0`;
  return step === "patch" ? `${major}.${minor}.${patch + 1}` : version;
}

const larger = (a: Step, b: Step): Step => (steps.indexOf(a) >= steps.indexOf(b) ? a : b);

function numbers(version: string): [number, number, number] {
  if (!isVersion(version)) throw new RangeError(`"${version}" is no version like 1.2.3`);
  const [major = 0, minor = 0, patch = 0] = version.split(".").map(Number);
  return [major, minor, patch];
}
