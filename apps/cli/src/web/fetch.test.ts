import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { Socket } from "node:net";
import { gzipSync } from "node:zlib";
import { expect, onTestFinished, test } from "vitest";
import { lightWeb } from "./fetch.ts";

async function served(answer: RequestListener): Promise<string> {
  const server = createServer(answer).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("It listens on no port");
  return `http://127.0.0.1:${address.port}/`;
}

const { fetch, Request, Headers, Response } = lightWeb;
const get = (url: string, signal?: AbortSignal) => fetch(new Request(url, signal && { signal }));
const raw =
  (text: string): RequestListener =>
  ({ socket }) =>
    void socket?.end(text);
const begins = "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf";

test.each<[string, RequestListener]>([
  [
    "a text",
    (_, to) => to.setHeader("X-Two", ["a", "b"]).setHeader("Set-Cookie", ["c=1; Path=/", "d=2"]).end("é"),
  ],
  ["a redirect", (_, to) => to.writeHead(302, { Location: "/elsewhere" }).end()],
  ["nothing", (_, to) => to.writeHead(204).end()],
  ["a refusal", (_, to) => to.writeHead(418, "Short and Stout", { "Content-Type": "text/plain" }).end("no")],
  ["a byte order mark", (_, to) => to.end("\ufeff{}")],
  ["many pieces", (_, to) => ["a", "b", "é"].map((part) => to.write(part)) && to.end()],
  ["a packed text", (_, to) => to.setHeader("Content-Encoding", "gzip").end(gzipSync("packed"))],
  ["a text that says it is not packed", (_, to) => to.setHeader("Content-Encoding", "identity").end("plain")],
  [
    "a hint before the answer",
    raw("HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\nConnection: close\r\n\r\nok"),
  ],
])("%s is read as by Node's own fetch", async (_name, answer) => {
  const url = await served((request, response) => {
    response.sendDate = false;
    answer(request, response);
  });
  const [ours, theirs] = [await get(url), await globalThis.fetch(url, { redirect: "manual" })];
  const told = async (
    { status, statusText, ok, headers, text }: typeof ours | typeof theirs,
    body: string,
  ) => ({
    ...{ status, statusText, ok, text, body },
    headers: Object.fromEntries([...headers].sort()),
    cookies: headers.getSetCookie(),
  });
  const { text: _ours, ...first } = await told(ours, await ours.text());
  const { text: _theirs, ...second } = await told(theirs, await theirs.text());
  // Node's tells of each cookie apart; as a text, these are joined.
  expect({ ...first, headers: { ...first.headers, "set-cookie": "" } }).toEqual({
    ...second,
    headers: { ...second.headers, "set-cookie": "" },
  });
});

test("a request is sent with its method, headers and body", async () => {
  const seen: unknown[] = [];
  const url = await served(async (request, response) => {
    let body = "";
    for await (const chunk of request.setEncoding("utf8")) body += chunk;
    const { "content-length": length, "x-request-id": id, "user-agent": agent } = request.headers;
    seen.push([request.method, length, id, agent, body]);
    response.end();
  });
  const first = new Request(url, {
    method: "POST",
    headers: new Headers({ "X-Request-Id": "r" }),
    body: "é",
  });
  // As a sign-in is sent: its body is read out of a copy.
  expect([await first.clone().text(), await new Request(url).text()]).toEqual(["é", ""]);
  await fetch(new Request(first, { redirect: "error" }));
  await fetch(new Request(url, { method: "DELETE" }));
  expect(seen).toEqual([
    ["POST", "2", "r", "hostscan", "é"],
    ["DELETE", undefined, undefined, "hostscan", ""],
  ]);
});

test.each<[string, RequestListener]>([
  ["no HTTP", raw("SSH-2.0-OpenSSH_9.2\r\n")],
  ["an answer that is broken off", raw(begins)],
  ["a connection that is closed", raw("")],
  [
    "a protocol that was not asked for",
    raw("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n"),
  ],
  ["no gzip where it says so", (_, to) => to.setHeader("Content-Encoding", "gzip").end("plain")],
  ["a packing that was not asked for", (_, to) => to.setHeader("Content-Encoding", "br").end("x")],
])("%s is an error", async (_name, answer) => {
  const url = await served(answer);
  await expect(get(url).then((response) => response.text())).rejects.toThrow();
});

test("who does not answer is told by the code of the connection's failure", async () => {
  for (const url of ["http://127.0.0.1:1/", "https://127.0.0.1:1/"]) {
    const reason = await get(url).catch((error: unknown) => error);
    expect(reason).toMatchObject({ name: "TypeError", cause: { code: "ECONNREFUSED" } });
  }
});

test("an abort ends the wait for an answer, and the reading of one", async () => {
  const held: Socket[] = [];
  const url = await served(({ socket, url: path }, response) => {
    held.push(socket);
    if (path !== "/never") response.write("half");
  });
  const first = new AbortController();
  const waiting = get(`${url}never`, first.signal);
  await expect.poll(() => held.length).toBe(1);
  first.abort();
  await expect(waiting).rejects.toThrow("fetch failed");
  const second = new AbortController();
  const reading = (await get(url, second.signal)).text();
  second.abort();
  await expect(reading).rejects.toThrow();
});

test("whoever has read enough lets go of the connection", async () => {
  const url = await served((_, response) => void response.write("begin"));
  const reader = (await get(url)).body?.getReader();
  expect(await reader?.read()).toMatchObject({ done: false });
  await reader?.cancel();
  expect(await reader?.read()).toMatchObject({ done: true });
});

test("what cannot be sent is refused, and its value is not told", async () => {
  expect(() => new Headers({ Authorization: "Bearer sëcret\n" })).not.toThrow();
  expect(() => new Headers({ Authorization: "Bearer s\necret" })).toThrow('"Authorization" is no header');
  expect(() => new Headers([["no name", "x"]])).toThrow("is no header");
  expect(() => new Request("no address")).toThrow();
  await expect(get("ftp://127.0.0.1/")).rejects.toMatchObject({ cause: { code: "ERR_INVALID_PROTOCOL" } });
});

test("an answer is made of a text, or of nothing", async () => {
  const headers = new Headers({ a: "1" });
  headers.delete("A");
  expect([headers.has("a"), headers.get("a")]).toEqual([false, null]);
  expect([await new Response().text(), new Response().body]).toEqual(["", null]);
  expect([await new Response("x", { status: 404 }).text(), new Response("x").body]).toEqual(["x", null]);
});

test("the text of a request can be read of a copy, as often as it is sent", async () => {
  const url = "http://127.0.0.1/";
  const request = new Request(url, { method: "POST", body: "é" });
  expect([await request.clone().text(), await request.clone().text()]).toEqual(["é", "é"]);
  expect(await new Request(url).clone().text()).toBe("");
});
