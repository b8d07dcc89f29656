import { fileURLToPath } from "node:url";
import { generatePeers } from "./generate.ts";

await generatePeers(fileURLToPath(new URL("../generated", import.meta.url)));
