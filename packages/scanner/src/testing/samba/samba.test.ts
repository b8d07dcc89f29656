import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { sambaGate } from "./availability.ts";
import { startSamba } from "./samba.ts";

const gate = sambaGate();

describe.skipIf(gate.skip)(gate.title("a domain controller for tests"), () => {
  it("gives tickets to its accounts, and leaves nothing behind", async () => {
    await using samba = await startSamba({ winbind: true });
    const env = { ...process.env, KRB5_CONFIG: samba.krb5Config, KRB5CCNAME: "MEMORY:" };
    const ticket = (keytab: string, principal: string) =>
      promisify(execFile)("kinit", ["-k", "-t", keytab, `${principal}@${samba.domain.realm}`], { env });
    await ticket(samba.keytabs.scan, samba.accounts.scan.name);
    await expect(ticket(samba.keytabs.scan, samba.accounts.reader.name)).rejects.toThrow(/keytab/i);
    expect(existsSync(samba.keytabs.member)).toBe(true);
    const { name, password } = samba.accounts.scan;
    const judge = (given: string) =>
      promisify(execFile)(
        "ntlm_auth",
        [
          ...["--configfile", samba.smbConfig, "--domain", samba.domain.workgroup],
          ...["--username", name, "--password", given],
        ],
        { env: { ...process.env, ...samba.winbindEnv } },
      );
    await judge(password);
    await expect(judge("wrong")).rejects.toMatchObject({
      stdout: expect.stringContaining("NT_STATUS_WRONG_PASSWORD"),
    });
    await samba.stop();
    expect(existsSync(dirname(samba.smbConfig))).toBe(false);
    const { stdout: processes } = await promisify(execFile)("ps", ["-eo", "args"]);
    expect(processes).not.toContain(dirname(samba.smbConfig));
  });
});
