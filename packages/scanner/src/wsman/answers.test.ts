import { describe, expect, it } from "vitest";
import { fault, identifyResponse, operatingSystem, SERVER_2022 } from "../testing/wsman/answers.ts";
import { isDomainController, readIdentity, readOperatingSystem } from "./answers.ts";
import { readBody } from "./envelope.ts";

describe("readIdentity", () => {
  it.each([
    ["OS: 10.0.20348 SP: 0.0 Stack: 3.0", "Windows Server 2022", "10.0.20348"],
    ["OS: 6.1.7601 SP: 1.0 Stack: 2.0", "Windows 7 SP1 or Windows Server 2008 R2 SP1", "6.1.7601"],
    ["OS: 10.0.99999 SP: 0.0 Stack: 3.0", "Windows", "10.0.99999"],
    ["OS: 0.0.0 SP: 0.0 Stack: 3.0", "Windows", ""],
    ["something else", "Windows", ""],
  ])("reads %s", (version, os, read) => {
    expect(readIdentity(readBody(identifyResponse(version)))).toEqual({ windows: { os, version: read } });
  });

  it("tells who made what is no Windows", () => {
    const answer = identifyResponse("2.7.2", "Openwsman Project");
    expect(readIdentity(readBody(answer))).toEqual({ vendor: "Openwsman Project" });
  });

  it("reads nothing else", () => {
    expect(readIdentity(readBody(fault("w:AccessDenied")))).toBeUndefined();
  });
});

describe("readOperatingSystem", () => {
  it("reads name, system and version", () => {
    expect(readOperatingSystem(readBody(operatingSystem(SERVER_2022)))).toEqual({
      name: "WIN-FIXTURE",
      os: "Microsoft Windows Server 2022 Standard",
      version: "10.0.20348",
    });
  });

  it("names the system by its build where it has no caption", () => {
    const answer = operatingSystem({ Version: "10.0.22631", BuildNumber: "22631", Caption: "" });
    expect(readOperatingSystem(readBody(answer))).toMatchObject({ os: "Windows 11 23H2", name: undefined });
  });

  it("reads nothing where there is no version", () => {
    expect(readOperatingSystem(readBody(operatingSystem({ Caption: "Windows" })))).toBeUndefined();
  });
});

describe("isDomainController", () => {
  it.each([
    ["2", true],
    ["1", false],
    ["3", false],
  ])("tells by the product type %s", (ProductType, is) => {
    const body = readBody(operatingSystem({ ...SERVER_2022, ProductType }));
    expect(isDomainController(body)).toBe(is);
  });

  it("takes what does not say for none", () => {
    expect(isDomainController(readBody(operatingSystem(SERVER_2022)))).toBe(false);
    expect(isDomainController(undefined)).toBe(false);
  });
});
