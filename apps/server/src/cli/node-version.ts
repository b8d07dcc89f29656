/** The oldest Node that this runs on, as in the `engines` of package.json: major and minor version. */
const OLDEST_NODE = [22, 18] as const;

/** BSD's `EX_CONFIG`; what is imported here has to be understood by any Node. */
const CONFIGURATION = 78;

/** What is wrong with a version of Node; undefined where it will do. */
export function nodeFault(version: string): string | undefined {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [oldest, oldestMinor] = OLDEST_NODE;
  if (major > oldest || (major === oldest && minor >= oldestMinor)) return undefined;
  return `Node ${OLDEST_NODE.join(".")} or newer is needed, and this is ${version}`;
}

/**
 * Runs what this Node is new enough for, and ends the process with its code. It is to be imported no sooner: what is
 * written for a newer Node fails in ways that nobody understands.
 */
export async function runOnNewNode(name: string, run: () => Promise<number>): Promise<void> {
  const fault = nodeFault(process.versions.node);
  if (fault !== undefined) process.stderr.write(`${name}: ${fault}\n`);
  process.exitCode = fault === undefined ? await run() : CONFIGURATION;
}
