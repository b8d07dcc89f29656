import type { InventoryService } from "../types.ts";
import { assignmentsOf } from "./assignments.ts";
import { type Blocks, cleaned, commandLineOf, partsOf, proseOf } from "./entry.ts";

const YES = /^(?:yes|true|on|1)$/i;

/** Services of the BSDs: scripts in `rc.d`, and what `rc.conf` says of them. */
export function* readRcServices(blocks: Blocks): Generator<InventoryService | undefined> {
  let conf: Values = new Map();
  let packages: ReadonlySet<string> = new Set();
  for (const { kind, name: path, lines } of partsOf(blocks, "rc")) {
    const values = yield* assignmentsOf(lines);
    const name = cleaned(path.slice(path.lastIndexOf("/") + 1));
    if (kind === "service") yield name === undefined ? undefined : serviceOf(name, values, conf, packages);
    else {
      conf = values;
      packages = new Set((conf.get("pkg_scripts") ?? "").split(" "));
    }
  }
}

type Values = ReadonlyMap<string, string>;

function serviceOf(
  name: string,
  values: Values,
  conf: Values,
  packages: ReadonlySet<string>,
): InventoryService {
  const variable =
    values.get("rcvar")?.replace(/\$\{?name\}?/, () => values.get("name") ?? name) ?? `${name}_enable`;
  const enabled = conf.get(variable) ?? conf.get(`${name}_enable`);
  const flags = conf.get(`${name}_flags`);
  const starts =
    enabled === undefined
      ? packages.has(name) || (flags !== undefined && flags !== "NO")
      : YES.test(enabled.split(" ", 1).join(""));
  const program = values.get("command") ?? values.get("daemon");
  return {
    key: name,
    name,
    source: "rc.d",
    description: proseOf(values.get("desc")),
    startType: starts ? "Automatic" : "Disabled",
    userName: cleaned(conf.get(`${name}_user`) ?? values.get("daemon_user")) ?? "root",
    binaryPathName: commandLineOf(program),
  };
}
