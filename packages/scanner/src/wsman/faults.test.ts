import { describe, expect, it } from "vitest";
import { fault, identifyResponse } from "../testing/wsman/answers.ts";
import { causeOf, isDenied, isLetIn, isUnknown, readFault } from "./faults.ts";

const answer = (text: string, status = 500) => ({ status, body: Buffer.from(text) });
const read = (...told: Parameters<typeof fault>) => readFault(answer(fault(...told)));

describe("readFault", () => {
  it.each([
    ["its subcode", fault("w:AccessDenied"), "AccessDenied"],
    ["its code, where it has no subcode", fault("").replace(/<s:Subcode>.*<\/s:Subcode>/, ""), "Sender"],
    ["nothing, where it is none", identifyResponse(""), undefined],
  ])("reads %s", (_, text, name) => {
    expect(readFault(answer(text))).toEqual({ fault: name, status: 500, codes: [] });
  });

  it("reads its code, and that of what the host asked in turn", () => {
    expect(read("w:InternalError", 2150859012, 2147749891).codes).toEqual([2150859012, 2147749891]);
  });

  it("reads no code where there is no number", () => {
    const text = fault("w:InternalError", 5).replace('Code="5"', 'Code="five"');
    expect(readFault(answer(text)).codes).toEqual([]);
  });
});

describe("a fault", () => {
  it.each([
    ["by its name", fault("w:AccessDenied"), 500],
    ["by its status", "", 403],
    ["by its code", fault("w:InternalError", 5), 500],
    ["by what WMI says", fault("w:InternalError", 2150859002, 2147749891), 500],
    ["by what WinRM says of WMI", fault("w:InternalError", 2150859012), 500],
  ])("denies %s, which lets a login in", (_, text, status) => {
    expect(isDenied(readFault(answer(text, status)))).toBe(true);
    expect(isLetIn(answer(text, status))).toBe(true);
  });

  it.each([
    ["a resource by its name", read("a:DestinationUnreachable")],
    ["a resource by its code", read("x", 2150858752)],
    ["a class", read("w:InternalError", 2150859002, 2147749904)],
    ["a namespace", read("w:InternalError", 2147749902)],
  ])("says that there is no such thing: %s", (_, told) => {
    expect(isUnknown(told)).toBe(true);
    expect(isDenied(told)).toBe(false);
  });

  it("is neither where it says something else", () => {
    const told = read("w:TimedOut", 2150858793);
    expect([isDenied(told), isUnknown(told)]).toEqual([false, false]);
    expect(isLetIn(answer(fault("w:TimedOut")))).toBe(false);
    expect(isLetIn(answer("", 200))).toBe(true);
  });

  it.each([
    [read("w:TimedOut", 2150858793), "TimedOut, 500, code 2150858793"],
    [read("w:hunter2"), "it answered 500"],
    [read("w:InternalError", 2150858793, 12345678), "InternalError, 500, code 2150858793"],
    [read("w:Timed\u202eOut"), "it answered 500"],
    [readFault(answer("", 503)), "it answered 503"],
  ])("is told to people: %#", (told, cause) => {
    expect(causeOf(told)).toBe(cause);
  });
});
