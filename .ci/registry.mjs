// A fixture of a registry: it has the public packages of this repository, as they are packed, and what they depend on,
// as it is installed here. So packages are installed as from a registry, without a network.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { folderOf } from "./release-server.mjs";

const read = (file) => JSON.parse(readFileSync(file, "utf8"));

/** What is installed with a package. */
function needed({ dependencies, peerDependencies, peerDependenciesMeta }) {
  const peers = Object.keys(peerDependencies ?? {}).filter((name) => !peerDependenciesMeta?.[name]?.optional);
  return [...Object.keys(dependencies ?? {}), ...peers];
}

/** @param folders of packages of this repository, built */
export async function startRegistry(folders) {
  const scratch = mkdtempSync(join(tmpdir(), "registry-"));
  const versions = new Map();

  function add(from, own) {
    const { name, version } = read(join(from, "package.json"));
    const known = versions.get(name) ?? versions.set(name, {}).get(name);
    if (known[version]) return;
    const file = join(scratch, `${name.replace("/", "-")}-${version}.tgz`);
    if (own) execFileSync("pnpm", ["pack", "--out", file], { cwd: from, stdio: "ignore" });
    else
      execFileSync("tar", [
        "--hard-dereference",
        "-czf",
        file,
        "--exclude=./node_modules",
        "--transform=s,^\\.,package,",
        "-C",
        from,
        ".",
      ]);
    const packed = JSON.parse(execFileSync("tar", ["-xzOf", file, "package/package.json"]));
    known[version] = { ...packed, file };
    for (const dependency of needed(packed)) {
      const folder = folderOf(dependency, from);
      add(folder, !folder.includes("node_modules"));
    }
  }
  for (const folder of folders) add(folder, true);

  const server = createServer((request, response) => {
    const asked = decodeURIComponent(request.url.slice(1));
    const url = `http://${request.headers.host}`;
    if (asked.endsWith(".tgz")) return response.end(readFileSync(join(scratch, basename(asked))));
    const known = versions.get(asked);
    if (!known) return response.writeHead(404).end("{}");
    const told = Object.entries(known).map(([version, { file, ...manifest }]) => {
      const integrity = `sha512-${createHash("sha512").update(readFileSync(file)).digest("base64")}`;
      return [version, { ...manifest, dist: { tarball: `${url}/${basename(file)}`, integrity } }];
    });
    const time = Object.fromEntries(told.map(([version]) => [version, "2020-01-01T00:00:00.000Z"]));
    const [latest] = Object.keys(known);
    response.setHeader("Content-Type", "application/json");
    response.end(
      JSON.stringify({ name: asked, "dist-tags": { latest }, versions: Object.fromEntries(told), time }),
    );
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    close() {
      server.closeAllConnections();
      server.close();
      rmSync(scratch, { recursive: true });
    },
  };
}
