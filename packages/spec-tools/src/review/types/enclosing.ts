/**
 * The names of the blocks that a line of generated code stands in, joined by dots:
 * `components.schemas.HostScanJobRequest`. They are told by indentation, which generated code keeps.
 */
export function enclosing(lines: readonly string[], index: number): string {
  const names: string[] = [];
  const [start = "", ...above] = lines.slice(0, index + 1).toReversed();
  let depth = depthOf(start);
  for (const line of above) {
    const name = /^\s*(?:export )?(?:interface |const )?("[^"]+"|[\w$]+)\??(?::| =)? \{$/.exec(line)?.[1];
    if (name === undefined || depthOf(line) >= depth) continue;
    depth = depthOf(line);
    names.unshift(name);
  }
  return names.join(".");
}

const depthOf = (line: string): number => line.search(/\S|$/);
