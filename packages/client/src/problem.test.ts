import { describe, expect, it } from "vitest";
import { retryAfter, summary, toProblem } from "./problem.ts";

const head = (status: number, headers: Record<string, string> = {}) => ({
  ...{ ok: status < 300, status, statusText: "Told", headers: new Headers(headers) },
});

describe("what an error answer says", () => {
  it.each<[string, number, string, object]>([
    ["a page of a proxy", 502, "<html>", { title: "Told", status: 502, detail: "<html>" }],
    ["nothing", 502, "", { title: "Told", status: 502 }],
    ["a text as JSON", 400, '"No."', { title: "Told", status: 400, detail: "No." }],
    [
      "a success that is none",
      200,
      "<html>",
      { title: "Unexpected answer", status: 200, detail: "The body is not what the contract says." },
    ],
    [
      "errors by field, as ASP.NET has them",
      400,
      '{"errors":{"hosts":["one","two"],"name":"three"}}',
      {
        errors: [
          { path: "hosts", message: "one" },
          { path: "hosts", message: "two" },
          { path: "name", message: "three" },
        ],
      },
    ],
    [
      "errors as RFC 9457 has them in its example",
      400,
      '{"errors":[{"pointer":"#/a","detail":"no"},"bad",7]}',
      {
        errors: [
          { pointer: "#/a", detail: "no", path: "#/a", message: "no" },
          { path: "", message: "bad" },
        ],
      },
    ],
    ["errors that are none", 400, '{"title":"No","errors":7}', { title: "No" }],
  ])("is read: %s", (_, status, text, problem) => {
    expect(toProblem(head(status), text)).toEqual(problem);
  });

  it("is told of a redirect, without what may be secret in it", () => {
    const to = (headers: Record<string, string>) => toProblem(head(302, headers), "").detail;
    expect(to({ Location: "/login?token=secret" })).toBe(
      "The server redirects to /login, which is not followed.",
    );
    expect(to({})).toBe("The server redirects, which is not followed.");
  });

  it("is read however deep it is nested", () => {
    const deep = "[".repeat(20_000) + "]".repeat(20_000);
    const problem = toProblem(head(400), `{"title":${deep},"errors":[{"path":${deep},"message":"no"}]}`);
    expect(summary(problem)).toBe("no");
    expect(problem.errors).toMatchObject([{ path: "", message: "no" }]);
  });

  it("is one line", () => {
    const error = (path: string) => ({ path, message: "is wrong" });
    expect(summary({ title: "No", detail: "Because" })).toBe("No: Because");
    expect(summary({ title: "No", errors: [error("/0")] })).toBe("/0 is wrong");
    expect(summary({ errors: ["/0", "/1", "/2", "/3"].map(error) })).toBe(
      "/0 is wrong; /1 is wrong; and 2 more",
    );
  });
});

describe("the time to wait", () => {
  const sent = "Fri, 27 Nov 2026 10:00:00 GMT";
  it.each<[string, Record<string, string>, number | undefined]>([
    ["a number", { "Retry-After": " 7 " }, 7],
    ["a date, by the answer's own clock", { Date: sent, "Retry-After": "Fri, 27 Nov 2026 10:00:30 GMT" }, 30],
    ["a date that is over", { Date: sent, "Retry-After": "Fri, 27 Nov 2026 09:00:00 GMT" }, undefined],
    ["a date, where the answer has none", { "Retry-After": "Fri, 27 Nov 1998 10:00:00 GMT" }, undefined],
    ["no date", { Date: sent, "Retry-After": "soon" }, undefined],
    ["what is a date to Date.parse only", { Date: sent, "Retry-After": "soon 2099" }, undefined],
    ["no whole number", { Date: sent, "Retry-After": "-1.5" }, undefined],
    ["a day that is none", { Date: sent, "Retry-After": "Fri, 99 Foo 2099" }, undefined],
    ["the last year", { Date: sent, "Retry-After": "Fri, 31 Dec 9999 23:59:59 GMT" }, 251_606_527_199],
    ["an old form", { Date: sent, "Retry-After": "Friday, 27-Nov-26 10:00:05 GMT" }, 5],
    ["nothing", {}, undefined],
  ])("is read: %s", (_, headers, seconds) => {
    expect(retryAfter(new Headers(headers))).toBe(seconds);
  });
});
