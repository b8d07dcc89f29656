import { randomUUID } from "node:crypto";
import { ActionStatus } from "@hostscan/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeTestInstallation, type TestInstallation } from "../../test/installation-env.ts";

let installation: TestInstallation;
const jobId = randomUUID();
const hostId = randomUUID();
const scanId = randomUUID();
beforeAll(async () => {
  installation = await makeTestInstallation();
  const add = [
    "credential",
    "add",
    "lab",
    "--username",
    "scan",
    "--for",
    "anywhere",
    "--password-stdin",
    "--json",
  ];
  const { id: credential_id } = JSON.parse((await installation.run(add, "secret")).out);
  const { db } = installation;
  const host = {
    id: hostId,
    identity: "web.local:22",
    dns_host_name: "web.local",
    ssh_port: 22,
    credential_id,
  };
  await db.insertInto("host").values(host).execute();
  const job = { id: jobId, created_by: "a test", created_from: "test", request_id: "1", host_count: 1 };
  await db.insertInto("host_scan_job").values(job).execute();
  await db
    .insertInto("host_scan_host")
    .values({
      ...{ id: scanId, job_id: jobId, host_id: hostId, position: 0, finished_at: new Date(0) },
      ...{ status: ActionStatus.Failed, status_description: 'Failed: "so", it said', name: "=cmd()" },
    })
    .execute();
});
afterAll(() => installation.drop());

test("export prints CSV, in which nothing is a formula, or JSON", async () => {
  expect(await installation.run(["job", "export", jobId])).toEqual({
    code: 0,
    err: "",
    out:
      "hostId,hostScanHostId,name,dnsHostName,ipAddress,port,os,version,status,failureReason,statusDescription,startedAt,finishedAt\n" +
      `${hostId},${scanId},'=cmd(),,,22,,,Failed,NoError,"Failed: ""so"", it said",,1970-01-01T00:00:00.000Z\n`,
  });
  const { out } = await installation.run(["job", "export", jobId, "--json"]);
  expect(JSON.parse(out)).toMatchObject({ jobId, hostId, name: "=cmd()", port: 22, status: "Failed" });
});

test("retry schedules what failed once more, and says which job that is", async () => {
  const { code, out, err } = await installation.run(["job", "retry", jobId]);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out).toMatch(/^[\da-f-]{36}: 1 host is scanned once more\n$/);
  const { db } = installation;
  await db
    .updateTable("host_scan_host")
    .set({ finished_at: new Date(0) })
    .execute();
  const again = JSON.parse((await installation.run(["job", "retry", jobId, "--json"])).out);
  expect(again).toEqual({ id: expect.any(String), hosts: 1 });
});

test.each(["retry", "export"])("%s fails for a job that is not there", async (command) => {
  expect(await installation.run(["job", command, "nobody"])).toEqual({
    code: 1,
    out: "",
    err: "hostscan-server: There is no job nobody\n",
  });
});
