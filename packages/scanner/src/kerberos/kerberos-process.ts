import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ConfigurationCopy } from "./configuration.ts";
import { openDesk } from "./desk.ts";
import { loadGssapi } from "./gssapi.ts";
import type { NumberedQuestion } from "./messages.ts";

// The process that speaks Kerberos: native code can end a process, and shall not end the one that scans.

/**
 * What stands before the installation's own configuration: a host is who it was said to be, whatever DNS makes of its
 * name, and tickets are kept in no file.
 */
const FIRST = `[libdefaults]
dns_canonicalize_hostname = false
rdns = false
qualify_shortname = ""
default_ccache_name = MEMORY:none
`;

const [folder = "", files = "", after] = process.argv.slice(2);
const first = join(folder, "krb5.conf");
writeFileSync(first, FIRST, { mode: 0o600 });
const configuration = new ConfigurationCopy(files, join(folder, "configuration"));
process.env["KRB5_CONFIG"] = `${first}:${configuration.names}`;

const answer = openDesk({ loading: loadGssapi(), folder, after: Number(after), configuration });
process.on("message", async (question: NumberedQuestion) => process.send?.(await answer(question)));
// Whoever started it may be gone, and cannot tidy up.
process.on("disconnect", () => {
  rmSync(folder, { recursive: true, force: true });
  process.exit();
});
