import { describe, expect, it } from "vitest";
import { envelope } from "../testing/wsman/answers.ts";
import { reference } from "../testing/wsman/windows.ts";
import { child, type Element, readBody } from "./envelope.ts";
import { readReference } from "./reference.ts";

const instance = (xml: string): Element => child(readBody(envelope(`<x>${xml}</x>`)), "x") ?? {};

describe("readReference", () => {
  it("reads the class and the keys, whatever stands in them", () => {
    const read = readReference(
      instance(reference("Part", "Win32_UserAccount", { Domain: "WIN", Name: "Zoë & <Co>" })),
      "Part",
    );
    expect(read?.className).toBe("Win32_UserAccount");
    expect([read?.key("Domain"), read?.key("Name"), read?.key("name")]).toEqual([
      "WIN",
      "Zoë & <Co>",
      undefined,
    ]);
  });

  it("reads one key as well as several", () => {
    const read = readReference(instance(reference("Part", "Win32_Service", { Name: "x" })), "Part");
    expect([read?.key("Name"), read?.key("Domain")]).toEqual(["x", undefined]);
  });

  it.each([
    ["absent", "<p:Other>x</p:Other>"],
    ["null", '<p:Part xsi:nil="true"/>'],
    ["a text", "<p:Part>Win32_Group.Name=x</p:Part>"],
    ["without a class", reference("Part", "x", {}).replace(/<w:ResourceURI>.*<\/w:ResourceURI>/, "")],
    ["there twice", reference("Part", "x", { Name: "a" }).repeat(2)],
  ])("reads none that is %s", (_, xml) => {
    expect(readReference(instance(xml), "Part")).toBeUndefined();
  });

  it("looks at no more keys than a class has", () => {
    const many = Object.fromEntries(Array.from({ length: 30 }, (_, at) => [`Key${at}`, `${at}`]));
    const read = readReference(instance(reference("Part", "x", many)), "Part");
    expect([read?.key("Key15"), read?.key("Key16")]).toEqual(["15", undefined]);
  });
});
