import { fileURLToPath } from "node:url";
import { apiPage } from "./api/api-page.ts";
import { reviewPage } from "./review/review-page.ts";
import { writeSite } from "./site/write-site.ts";

const folder = fileURLToPath(new URL("../dist/site/", import.meta.url));
await writeSite(folder, await Promise.all([apiPage(), reviewPage()]));
process.stdout.write(`${folder}\n`);
