import { brokenAdministration } from "./administration.ts";
import { brokenBodies } from "./bodies.ts";
import { brokenCreating } from "./creating.ts";
import { brokenHttp } from "./http.ts";
import { brokenInventory } from "./inventory.ts";
import { brokenKeys } from "./keys.ts";
import { brokenListForms } from "./list-forms.ts";
import type { BrokenPromise } from "./mutant.ts";
import { brokenNearly } from "./nearly.ts";
import { brokenOwners } from "./owners.ts";
import { brokenPlausiblyInHttp } from "./plausible-http.ts";
import { brokenPlausiblyInJobs } from "./plausible-jobs.ts";
import { brokenPlausiblyInPages } from "./plausible-pages.ts";
import { brokenPlausiblyInRows } from "./plausible-rows.ts";
import { brokenReading } from "./reading.ts";
import { brokenRows } from "./rows.ts";
import { brokenScheduling } from "./scheduling.ts";
import { brokenSiblings } from "./siblings.ts";
import { brokenSigningIn } from "./signing-in.ts";
import { brokenStatus } from "./status.ts";
import { brokenValues } from "./values.ts";

/** Servers that break one promise each; every promise that can be seen from outside is broken by some. */
export const brokenPromises: readonly BrokenPromise[] = [
  ...[...brokenHttp, ...brokenBodies, ...brokenValues, ...brokenSigningIn],
  ...[...brokenCreating, ...brokenScheduling, ...brokenKeys, ...brokenOwners],
  ...[...brokenStatus, ...brokenReading, ...brokenRows, ...brokenSiblings, ...brokenNearly],
  ...[
    ...brokenPlausiblyInHttp,
    ...brokenPlausiblyInJobs,
    ...brokenPlausiblyInPages,
    ...brokenPlausiblyInRows,
  ],
  ...[...brokenInventory, ...brokenListForms],
  ...brokenAdministration,
];
