import type { Check } from "../check.ts";
import type { Operation } from "../document/operations.ts";
import { absentChecks } from "./absent.ts";
import { addressChecks } from "./address.ts";
import { authenticationChecks } from "./authentication.ts";
import { bodyChecks, credentialChecks } from "./bodies.ts";
import { cancelChecks } from "./cancel.ts";
import { createJobChecks } from "./create-job.ts";
import { credentialAccountChecks } from "./credentials.ts";
import { everythingToldChecks } from "./everything-told.ts";
import { faultChecks } from "./faults.ts";
import { hostTrustChecks } from "./host-trust.ts";
import { idempotencyChecks } from "./idempotency.ts";
import { inventoryChecks } from "./inventory.ts";
import { jsonTextChecks } from "./json-text.ts";
import { judgedRowChecks } from "./judged-rows.ts";
import { knownHostChecks } from "./known-hosts.ts";
import { listChecks } from "./list.ts";
import { listFormChecks } from "./list-forms.ts";
import { methodChecks } from "./methods.ts";
import { organizationalUnitChecks } from "./organizational-unit.ts";
import { ownerChecks } from "./owners.ts";
import { pageChecks } from "./pages.ts";
import { parameterChecks } from "./parameters.ts";
import { readChecks } from "./reads.ts";
import { refusedRowChecks } from "./refused-rows.ts";
import { requestIdChecks } from "./request-ids.ts";
import { saysNothingChecks } from "./says-nothing.ts";
import { scanHostChecks } from "./scan-host.ts";
import { scanHostsChecks } from "./scan-hosts.ts";
import { signInChecks } from "./sign-in.ts";
import { signInFormChecks } from "./sign-in-form.ts";
import { statusChecks } from "./status.ts";
import { textChecks } from "./texts.ts";
import { trustChecks } from "./trust.ts";
import { validateImportedCsvChecks } from "./validate-imported-csv.ts";

/** Every check; those made from the document come for each operation that declares the answer in question. */
export function checksOf(operations: readonly Operation[]): Check[] {
  return [
    ...authenticationChecks(operations),
    ...signInChecks(operations),
    ...signInFormChecks,
    ...credentialChecks,
    ...methodChecks(operations),
    ...bodyChecks(operations),
    ...jsonTextChecks(operations),
    ...parameterChecks(operations),
    ...absentChecks(operations),
    ...requestIdChecks(operations),
    ...listFormChecks,
    ...createJobChecks,
    ...refusedRowChecks,
    ...saysNothingChecks,
    ...textChecks,
    ...knownHostChecks,
    ...addressChecks,
    ...everythingToldChecks,
    ...ownerChecks,
    ...statusChecks,
    ...validateImportedCsvChecks,
    ...judgedRowChecks,
    ...scanHostChecks,
    ...scanHostsChecks,
    ...organizationalUnitChecks,
    ...idempotencyChecks,
    ...cancelChecks,
    ...listChecks,
    ...pageChecks,
    ...readChecks,
    ...inventoryChecks,
    ...trustChecks,
    ...credentialAccountChecks,
    ...hostTrustChecks,
    ...faultChecks(operations),
  ];
}
