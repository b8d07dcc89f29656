import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { apacheGate, startApacheJudge, startNtlmJudge } from "../../test/judges.ts";
import { kerberosHere } from "../../test/kerberos-here.ts";
import { done } from "../failure.ts";
import { sambaGate } from "../testing/samba/availability.ts";
import { type Samba, startSamba } from "../testing/samba/samba.ts";
import { kerberosMechanism } from "./kerberos.ts";
import { type Mechanism, negotiate } from "./negotiate.ts";
import { ntlmMechanism } from "./ntlm.ts";

const gate = sambaGate();
const withApache = apacheGate();

let samba: Samba;
beforeAll(async () => {
  if (!gate.skip) samba = await startSamba({ winbind: true });
});
afterAll(() => samba?.stop());

const permit = async () => done(undefined);

const decoded = (base64 = "") => Buffer.from(base64, "base64");

/** What the mechanism says next. */
async function tokenOf(mechanism: Mechanism, answer?: Buffer): Promise<Buffer> {
  const turn = await mechanism.next(answer);
  return turn.kind === "token" ? turn.token : expect.fail(`it is ${turn.kind}`);
}

describe.skipIf(gate.skip)(gate.title("winbind's ntlm_auth"), () => {
  /** Logs in; resolves to what the judge makes of it, and who has not proved itself. */
  async function judged(password: string) {
    await using judge = startNtlmJudge(samba);
    const account = { user: samba.accounts.umlaut.name, domain: samba.domain.workgroup, password };
    const mechanism = ntlmMechanism({ account, permit, ties: () => ({ targetName: "HTTP/win1" }) });
    const [challenging, challenge] = await judge.ask("YR", await tokenOf(mechanism));
    expect(challenging).toBe("TT");
    const verdict = await judge.ask("KK", await tokenOf(mechanism, decoded(challenge)));
    return { verdict, finished: await mechanism.finish(decoded(verdict[1])) };
  }

  it("lets an account of the domain in by NTLM, and signs what it was offered", async () => {
    const { verdict, finished } = await judged(samba.accounts.umlaut.password);
    expect(verdict).toEqual(["AF", expect.stringMatching(/^[\w+/=]{24,}$/), "HSTEST\\umlaut"]);
    expect(finished).toEqual({ ok: true, value: true });
  });

  it("refuses another password", async () => {
    const { verdict } = await judged("hunter2");
    expect(verdict.join(" ")).toMatch(/^NA \* NT_STATUS_LOGON_FAILURE$/);
  });
});

describe.skipIf(gate.skip || withApache.skip)(withApache.title("a member of a domain"), () => {
  it("lets an account in by Kerberos, and proves itself", async () => {
    await using apache = await startApacheJudge(samba);
    const kerberos = await kerberosHere(samba.krb5Config);
    const { name, password } = samba.accounts.scan;
    const told: string[] = [];
    const login = {
      ...{ kerberos, permit, mayTell: permit, host: samba.member.dnsHostName, binding: () => undefined },
      account: { principal: `${name}@${samba.domain.realm}`, secret: { password } },
      proved: (proved: string) => {
        told.push(proved);
        return done(undefined);
      },
    };
    const watch = { onLogin: () => told.push("let in"), onRefusal: () => told.push("refused") };
    const line = apache.line();
    const mechanism = kerberosMechanism(login, watch);
    const end = await negotiate({ line, scheme: "Negotiate", sealed: false }, mechanism, watch);
    expect(told).toEqual([`HTTP/${samba.member.dnsHostName}@${samba.domain.realm}`, "let in"]);
    // The login belongs to the connection: nothing is asked for anew, and there is no such page.
    const asked = end.kind === "in" ? await end.ask("") : expect.fail(`it is ${end.kind}`);
    expect(asked).toMatchObject({ ok: true, value: { status: 404 } });
    await mechanism.close?.();
    line.hangUp();
    await kerberos.close();
  });
});
