/** How a suite that needs something of the machine is declared: `describe.skipIf(gate.skip)(gate.title("…"), …)`. */
export interface SuiteGate {
  readonly skip: boolean;
  /** The suite's name, with the reason where it is skipped. */
  readonly title: (name: string) => string;
}

/**
 * Skips by name where there is a reason to; on CI (`CI` is set) that is a failure, so that no suite fades away unseen.
 *
 * @throws Error on CI, with the reason.
 */
export function suiteGate(
  need: string,
  reason: string | undefined,
  ci: boolean = Boolean(process.env["CI"]),
): SuiteGate {
  if (reason === undefined) return { skip: false, title: (name) => name };
  if (ci) throw new Error(`This suite needs ${need}: ${reason}.`);
  return { skip: true, title: (name) => `${name} [SKIPPED: ${reason}]` };
}
