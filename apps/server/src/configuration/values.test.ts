import { expect, test } from "vitest";
import {
  limit,
  networks,
  oneOf,
  origins,
  ports,
  postgresUrl,
  roleMapping,
  sections,
  someOf,
  wholeNumber,
  yesOrNo,
} from "./values.ts";

test.each(["0", "7", "10", "007"])("%j is a whole number from 0 to 10", (text) => {
  expect(wholeNumber(0, 10).parse(text)).toBe(Number(text));
});

test.each(["", "-1", "11", "1.5", "1e1", " 1", "0x1", "ten", "99999999999"])("%j is not", (text) => {
  const { error } = wholeNumber(0, 10).safeParse(text);
  expect(error?.issues.map(({ message }) => message)).toEqual(["must be a whole number from 0 to 10"]);
});

test("a word is one of those given, in their case", () => {
  const level = oneOf(["info", "warn"]);
  expect(level.parse("warn")).toBe("warn");
  expect(level.safeParse("WARN").error?.issues[0]?.message).toBe("must be one of info, warn");
});

test("a list keeps its order and may have blanks", () => {
  expect(someOf(["api", "worker"]).parse("worker, api")).toEqual(["worker", "api"]);
});

test.each(["", "api,", "api,api", "api;worker", "web"])("%j is no list of roles", (text) => {
  const { error } = someOf(["api", "worker"]).safeParse(text);
  expect(error?.issues[0]?.message).toBe("must be one or more of api, worker, separated by commas");
});

test("networks of both families may have blanks around them", () => {
  const parsed = networks().parse("10.0.0.0/8, 2001:db8::/32");
  expect(parsed.map(({ first, bits }) => `${first}/${bits}`)).toEqual(["10.0.0.0/8", "2001:db8::/32"]);
});

test.each(["", "10.0.0.0", "10.0.0.0/33", "10.0.0.1/8", "example.com/8"])("%j is no network", (text) => {
  const { error } = networks().safeParse(`10.0.0.0/8,${text}`);
  expect(error?.issues.map(({ message }) => message)).toEqual([
    `must be networks such as 10.0.0.0/8,2001:db8::/32, which "${text}" is not`,
  ]);
});

test("yes or no is true or false", () => {
  expect([yesOrNo().parse("true"), yesOrNo().parse("false")]).toEqual([true, false]);
  expect(yesOrNo().safeParse("yes").error?.issues[0]?.message).toBe("must be one of true, false");
});

test("origins are as browsers write them", () => {
  const text = "https://portal.example, http://localhost:3000";
  expect(origins().parse(text)).toEqual(["https://portal.example", "http://localhost:3000"]);
});

test.each([
  "*",
  "",
  "null",
  "portal.example",
  "https://portal.example/",
  "https://Portal.example",
  "ftp://a.example",
])("%j is no origin", (text) => {
  const { error } = origins().safeParse(`https://portal.example,${text}`);
  expect(error?.issues.map(({ message }) => message)).toEqual([
    `must be origins such as https://portal.example, which "${text}" is not`,
  ]);
});

test("values of a claim stand for roles", () => {
  expect([...roleMapping().parse("cn=scan admins=Admin, scanners=App")]).toEqual([
    ["cn=scan admins", "Admin"],
    ["scanners", "App"],
  ]);
});

test.each(["", "scanners", "scanners=", "=App", "scanners=app", "scanners=none"])(
  "%j maps no role",
  (text) => {
    const { error } = roleMapping().safeParse(`a=App,${text}`);
    expect(error?.issues.map(({ message }) => message)).toEqual([
      `must be as in scan-admins=Admin,scanners=App, which "${text}" is not`,
    ]);
  },
);

test("a limit of 0 is none", () => {
  expect([limit(10).parse("0"), limit(10).parse("10")]).toEqual([Number.POSITIVE_INFINITY, 10]);
});

test("ports are numbers and ranges", () => {
  expect(ports().parse("22, 2200-2299")).toHaveLength(2);
  expect(
    ports()
      .safeParse("22,ssh,70000")
      .error?.issues.map(({ message }) => message),
  ).toEqual([
    'must be ports such as 22,2200-2299, which "ssh" is not',
    'must be ports such as 22,2200-2299, which "70000" is not',
  ]);
});

test.each([
  ["postgres://db/x?sslmode=require", "postgres://db/x?sslmode=verify-full"],
  ["postgresql://db/x?a=b&sslmode=verify-ca&c=d", "postgresql://db/x?a=b&sslmode=verify-full&c=d"],
  ["postgres://db/x?sslmode=prefer", "postgres://db/x?sslmode=verify-full"],
])("%s is written as what pg takes it for, so that it does not warn", (url, written) => {
  expect(postgresUrl.parse(url)).toBe(written);
});

test.each([
  "postgres://db/x",
  "postgres://db/x?sslmode=disable",
  "postgres://db/x?sslmode=no-verify",
  "postgres://db/x?sslmode=requires",
  "postgres://db/x?sslmode=require&uselibpqcompat=true",
  "postgres://me:sslmode=require@db/x",
])("%s stays as it is", (url) => {
  expect(postgresUrl.parse(url)).toBe(url);
});

test("sections are none, or some by their names", () => {
  expect(sections().parse("none")).toEqual([]);
  expect(sections().parse("users, software")).toEqual(["users", "software"]);
  for (const text of ["", "none,users", "users,users", "accounts"]) {
    const { error } = sections().safeParse(text);
    expect(error?.issues.map(({ message }) => message)).toEqual([expect.stringMatching(/^must be none, or/)]);
  }
});
