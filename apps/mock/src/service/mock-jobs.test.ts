import { expect, test } from "vitest";
import { createMock } from "../create-mock.ts";

const mock = createMock();
const send = (path: string, init?: RequestInit) => mock.fetch(new Request(`http://mock.test${path}`, init));
const api = "/api/v1/HostScanJob";

/** Ids of the document's examples. */
const host = "70e3fb2d-1cb6-4dbc-ab8d-fa7209aca5dd";
const otherHost = "497f6eca-6276-4993-bfeb-53cbbbba6f08";
const unitHost = "e1a9c4d7-5b02-4f38-96c1-8d7e0f2b3a64";
const job = "9c711ab3-8fc1-4d66-88d4-08f85117f32e";
const newerJob = "3b2c57a4-90b1-4a7e-8a35-5a3c1e0b7d42";
const credential = "f568fec0-10b6-4b94-9daf-e62c50c9bf3e";
const nobody = "00000000-0000-4000-8000-000000000000";

async function call(method: string, path: string, sent?: unknown) {
  const headers = { Authorization: "Bearer any", "Content-Type": "application/json" };
  const body = sent === undefined ? null : JSON.stringify(sent);
  const response = await send(`${api}${path}`, { method, headers, body });
  const text = await response.text();
  return { status: response.status, link: response.headers.get("Link"), body: text && JSON.parse(text) };
}

test("jobs are listed page by page, newest first", async () => {
  const first = await call("GET", "?limit=1");
  expect(first.body).toMatchObject([{ id: newerJob }]);
  expect(first.link).toBe(`<?limit=1&after=${newerJob}>; rel="next"`);
  const second = await call("GET", `?limit=1&after=${newerJob}`);
  expect(second).toMatchObject({ link: null, body: [{ id: job }] });
  expect(await call("GET", "")).toMatchObject({ link: null, body: [{ id: newerJob }, { id: job }] });
  expect(await call("GET", "?after=none")).toMatchObject({
    status: 400,
    body: { errors: [{ path: "after" }] },
  });
});

test("a job is read as the list shows it, in whatever case its id is written", async () => {
  expect((await call("GET", `/${job.toUpperCase()}`)).body).toEqual((await call("GET", "")).body[1]);
  expect((await call("GET", `/ByHostId/${otherHost.toUpperCase()}`)).body).toMatchObject({ id: job });
  expect((await call("GET", `/ByHostId/${host}`)).body).toMatchObject({ id: newerJob });
});

test("a job that only an example of scheduling shows is read as it was scheduled", async () => {
  const scheduled = await call("POST", `/OuMapping/${credential}`, ["web.example.local"]);
  expect(scheduled).toMatchObject({ status: 200, body: { status: 0 } });
  expect((await call("GET", `/${scheduled.body.id}`)).body).toEqual(scheduled.body);
  expect((await call("GET", `/ByHostId/${unitHost}`)).body).toEqual(scheduled.body);
});

test("what is scheduled is the example, whoever it was asked for", async () => {
  const created = await call("POST", "", [{ dnsHostName: "mine.test", credentialName: "mine" }]);
  expect(created).toMatchObject({ status: 200, body: { id: job, status: 0 } });
  const byId = await call("POST", "", [{ dnsHostName: "mine.test", credentialId: credential.toUpperCase() }]);
  expect(byId.body).toEqual(created.body);
  const validated = await call("POST", "/ValidateImportedCSV", [{ dnsHostName: "mine.test" }]);
  expect(validated).toMatchObject({ status: 200, body: [{ credentialNameError: null }, {}] });
});

test("known hosts are scanned again, each by its own job, in the order asked", async () => {
  const hostsOf = (jobs: { hostScanHostStatus: { hostId: string }[] }[]) =>
    jobs.flatMap(({ hostScanHostStatus }) => hostScanHostStatus.map(({ hostId }) => hostId));
  const one = await call("POST", `/ByHostId/${host.toUpperCase()}`);
  expect(hostsOf([one.body])).toEqual([host]);
  const several = await call("POST", "/ByHostIdMultiple", [otherHost, host]);
  expect(hostsOf(several.body)).toEqual([otherHost, host]);
});

test("nothing is kept: what was cancelled is read as before", async () => {
  const before = await call("GET", `/${job}`);
  expect(await call("DELETE", `/${job.toUpperCase()}`)).toMatchObject({ status: 202, body: "" });
  expect(await call("GET", `/${job}`)).toEqual(before);
});

test.each([
  ["a job to read", "GET", `/${nobody}`, undefined, 404],
  ["a job to cancel", "DELETE", `/${nobody}`, undefined, 404],
  ["a host to read", "GET", `/ByHostId/${nobody}`, undefined, 404],
  ["a host to scan", "POST", `/ByHostId/${nobody}`, undefined, 400],
  ["one of several hosts", "POST", "/ByHostIdMultiple", [host, nobody], 400],
])(
  "%s that no example has is refused with those that there are",
  async (_name, method, path, body, status) => {
    const refused = await call(method, path, body);
    expect(refused.status).toBe(status);
    const said = JSON.stringify(refused.body);
    expect(said).toContain(nobody);
    expect(said).toContain(path.includes("ByHostId") ? host : job);
  },
);

test.each([
  [
    "of an item",
    "",
    [
      { dnsHostName: "a.test", credentialName: "a" },
      { dnsHostName: "b.test", credentialId: nobody },
    ],
    "/1/credentialId",
  ],
  ["of an organizational unit", `/OuMapping/${nobody}`, ["a.test"], "credentialId"],
])("a credential %s that no example has is refused with that there is", async (_name, path, body, place) => {
  expect(await call("POST", path, body)).toMatchObject({
    status: 400,
    body: { errors: [{ path: place, message: `names no credential; the examples have ${credential}` }] },
  });
});

test("signing in takes whatever is sent, and gives the example's tokens", async () => {
  const json = { "Content-Type": "application/json" };
  const body = JSON.stringify({ Login: "anybody", Password: "anything" });
  const first = await send("/signinBody", { method: "POST", headers: json, body });
  expect(first.headers.get("Set-Cookie")).toMatch(
    /^hostscan-signin=example; .*HttpOnly; Secure; SameSite=Strict$/,
  );
  const headers = { ...json, Authorization: `Bearer ${await first.json()}` };
  const second = await send("/signin2fa", { method: "POST", headers, body: "123456" });
  const token: unknown = await second.json();
  const jobs = await send(api, { headers: { Authorization: `Bearer ${token}` } });
  expect([first.status, second.status, jobs.status]).toEqual([200, 200, 200]);
});
