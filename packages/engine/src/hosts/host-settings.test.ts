import { randomUUID } from "node:crypto";
import { CertificateType, SshTrustActionType } from "@hostscan/contract";
import { expect, test } from "vitest";
import { readHostSettings } from "./host-settings.ts";

const thumbprint = "SHA256:uNiVztksCsDhcc0u9e8BrrQXVUpKZIxKhSCBnM9YQ5I";

test("a request that names a host says nothing of the rest", () => {
  expect(readHostSettings({ dnsHostName: " Web.Example.local. " }, "/0")).toEqual({
    settings: {
      identity: "web.example.local:22",
      dnsHostName: "web.example.local",
      ipAddress: null,
      sshPort: 22,
      platform: null,
      os: null,
      credentialId: null,
      credentialName: null,
      trustAction: null,
      acceptFirstDiscovery: null,
      certificateType: null,
      trustedThumbprint: null,
      source: null,
    },
  });
});

test("every setting is read", () => {
  const credentialId = randomUUID();
  const request = {
    dnsHostName: "web.example.local",
    ipAddress: "::FFFF:10.0.0.1",
    sshPort: 2222,
    platformName: "Cisco",
    os: "IOS",
    credentialId: credentialId.toUpperCase(),
    credentialName: "network",
    sshTrustActionType: SshTrustActionType.AlwaysTrustIgnoreThumbprint,
    acceptThumbprintOnFirstDiscovery: false,
    certificateType: CertificateType.WinRM,
    trustedThumbprint: `${thumbprint}=`,
    source: "cmdb",
  };
  expect(readHostSettings(request, "/0")).toEqual({
    settings: {
      identity: "web.example.local:2222",
      dnsHostName: "web.example.local",
      ipAddress: "10.0.0.1",
      sshPort: 2222,
      platform: "Cisco",
      os: "IOS",
      credentialId,
      credentialName: "network",
      trustAction: 0,
      acceptFirstDiscovery: false,
      certificateType: 0,
      trustedThumbprint: thumbprint,
      source: "cmdb",
    },
  });
});

test.each([0, null])("the port %j means 22", (sshPort) => {
  expect(readHostSettings({ ipAddress: "10.0.0.1", sshPort }, "/0")).toMatchObject({
    settings: { identity: "10.0.0.1:22", sshPort: 22 },
  });
});

test("a Windows has no port of its own", () => {
  const request = { dnsHostName: "web", sshPort: 2222, platformName: "Windows" };
  expect(readHostSettings(request, "/0")).toMatchObject({
    settings: { identity: "web:22", sshPort: 22, platform: "Windows" },
  });
});

test("blank texts, nulls and the nil GUID say nothing", () => {
  const request = {
    dnsHostName: "",
    ipAddress: "10.0.0.1",
    platformName: null,
    credentialId: "00000000-0000-0000-0000-000000000000",
    credentialName: " ",
    trustedThumbprint: "",
    sshTrustActionType: null,
    certificateType: null,
  };
  expect(readHostSettings(request, "/0")).toMatchObject({
    settings: {
      dnsHostName: null,
      platform: null,
      credentialId: null,
      credentialName: null,
      trustedThumbprint: null,
    },
  });
});

test("a request must name a host", () => {
  const errors = [{ path: "/3", message: "needs a dnsHostName or an ipAddress" }];
  expect(readHostSettings({ dnsHostName: null, ipAddress: " " }, "/3")).toEqual({ errors });
});

test("everything wrong is told at once", () => {
  const request = {
    dnsHostName: "not a name",
    ipAddress: "string",
    platformName: "Solaris",
    trustedThumbprint: "string",
  };
  const { errors } = { errors: [], ...readHostSettings(request, "/1") };
  expect(errors.map(({ path }) => path)).toEqual([
    "/1/dnsHostName",
    "/1/ipAddress",
    "/1/platformName",
    "/1/trustedThumbprint",
  ]);
});

test.each(["linux", "toString"])("platform names are matched exactly, so %j is none", (platformName) => {
  expect(readHostSettings({ dnsHostName: "web", platformName }, "/0")).toEqual({
    errors: [{ path: "/0/platformName", message: "must be Linux, Cisco or Windows" }],
  });
});
