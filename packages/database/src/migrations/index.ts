import type { Migration } from "kysely/migration";
import * as initial from "./0001-initial.ts";
import * as limits from "./0002-limits.ts";
import * as trustRecords from "./0003-trust-records.ts";
import * as auditRetention from "./0004-audit-retention.ts";
import * as signIn from "./0006-sign-in.ts";
import * as auditSignIn from "./0007-audit-sign-in.ts";
import * as credentialScope from "./0008-credential-scope.ts";
import * as hostOwners from "./0009-host-owners.ts";
import * as logins from "./0010-logins.ts";
import * as identity from "./0011-identity.ts";
import * as rowMacs from "./0012-row-macs.ts";
import * as credentialMacs from "./0013-credential-macs.ts";
import * as hostStatements from "./0014-host-statements.ts";
import * as loginParties from "./0015-login-parties.ts";
import * as jobsFromElsewhere from "./0016-jobs-from-elsewhere.ts";
import * as seenKeys from "./0017-seen-keys.ts";
import * as kerberos from "./0018-kerberos.ts";
import * as inventory from "./0019-inventory.ts";
import * as endedJobs from "./0020-ended-jobs.ts";

/** Every migration in the order of its running; names are kept in the database and never change. */
export const migrations: Readonly<Record<string, Migration>> = {
  "0001-initial": initial,
  "0002-limits": limits,
  "0003-trust-records": trustRecords,
  "0004-audit-retention": auditRetention,
  "0006-sign-in": signIn,
  "0007-audit-sign-in": auditSignIn,
  "0008-credential-scope": credentialScope,
  "0009-host-owners": hostOwners,
  "0010-logins": logins,
  "0011-identity": identity,
  "0012-row-macs": rowMacs,
  "0013-credential-macs": credentialMacs,
  "0014-host-statements": hostStatements,
  "0015-login-parties": loginParties,
  "0016-jobs-from-elsewhere": jobsFromElsewhere,
  "0017-seen-keys": seenKeys,
  "0018-kerberos": kerberos,
  "0019-inventory": inventory,
  "0020-ended-jobs": endedJobs,
};
