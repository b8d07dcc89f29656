import { globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

const root = new URL("..", import.meta.url).pathname;

/** The packages that consumers install: absolute folders by name. All others are private. */
export const publicPackages = Object.fromEntries(
  globSync("{packages,apps}/*/package.json", { cwd: root })
    .sort()
    .map((file) => [JSON.parse(readFileSync(join(root, file), "utf8")), join(root, dirname(file))])
    .flatMap(([{ name, private: isPrivate }, folder]) => (isPrivate ? [] : [[name, folder]])),
);
