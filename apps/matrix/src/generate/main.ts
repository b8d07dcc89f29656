import { fileURLToPath } from "node:url";
import { generateAll } from "./generate.ts";

await generateAll(fileURLToPath(new URL("../generated/", import.meta.url)));
