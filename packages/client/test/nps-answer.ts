import { readFileSync } from "node:fs";

const folder = new URL("../../../openapi/fixtures/nps/", import.meta.url);

/** An answer as an NPS server gives it, as far as that is known (fixture). They are valid by the overlay `nps-4.2`. */
export const npsAnswer = (name: string) => JSON.parse(readFileSync(new URL(`${name}.json`, folder), "utf8"));
