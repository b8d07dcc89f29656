// Writes what the document promises, from the list beside it, for the kit's checks to name and its report to tell.
// usage: node generate/promises.ts <document> <folder>
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readList } from "@hostscan/openapi/promises";

const [document = "", folder = ""] = process.argv.slice(2);
const { unseen, sentences } = readList(document);
const promises: Record<string, { said: { place: string; says: string }[]; unseen?: string }> = {};
for (const [place, entries] of Object.entries(sentences)) {
  for (const { says, promises: ids = [] } of entries) {
    for (const id of ids) {
      const reason = unseen[id];
      promises[id] ??= { said: [], ...(reason !== undefined && { unseen: reason }) };
      promises[id].said.push({ place, says: String(says) });
    }
  }
}
await mkdir(folder, { recursive: true });
const text = `// Generated from openapi/promises.yaml.\nexport const promises = ${JSON.stringify(promises, null, 2)};\n`;
await writeFile(join(folder, "promises.ts"), text);
