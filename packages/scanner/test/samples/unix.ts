import type { UnixSample } from "../../src/testing/index.ts";

/** What other Unix systems print. */
export const unix = {
  freebsd: {
    hostname: "nas.example.org",
    uname: "FreeBSD 14.0-RELEASE-p6",
    "os-release": `NAME=FreeBSD
VERSION="14.0-RELEASE-p6"
VERSION_ID="14.0"
ID=freebsd
ANSI_COLOR="0;31"
PRETTY_NAME="FreeBSD 14.0-RELEASE-p6"
CPE_NAME="cpe:/o:freebsd:freebsd:14.0"`,
  },
  openbsd: { hostname: "gate.example.org", uname: "OpenBSD 7.5" },
  macos: {
    hostname: "Mac-mini.local",
    uname: "Darwin 23.4.0",
    sw_vers: "ProductName:\t\tmacOS\nProductVersion:\t\t14.4.1\nBuildVersion:\t\t23E224",
  },
  solaris11: {
    hostname: "sol11",
    uname: "SunOS 5.11",
    "os-release": `NAME="Oracle Solaris"
PRETTY_NAME="Oracle Solaris 11.4"
CPE_NAME="cpe:/o:oracle:solaris:11:4"
ID=solaris
VERSION=11.4
VERSION_ID=11.4
BUILD_ID=11.4.0.0.1.15.0`,
    release:
      "                             Oracle Solaris 11.4 X86\n  Copyright (c) 1983, 2018, Oracle and/or its affiliates.  All rights reserved.\n                            Assembled 16 August 2018",
  },
  solaris10: {
    hostname: "sol10",
    uname: "SunOS 5.10",
    release:
      "                   Oracle Solaris 10 1/13 s10s_u11wos_24a SPARC\n  Copyright (c) 1983, 2013, Oracle and/or its affiliates. All rights reserved.\n                            Assembled 17 January 2013",
  },
  omnios: {
    hostname: "omni",
    uname: "SunOS 5.11",
    "kernel-version": "omnios-r151048-2ee7f3ddf1",
    release: "  OmniOS v11 r151048d\n  Copyright (c) 2012-2017 OmniTI Computer Consulting, Inc.",
  },
  omniosCommunity: {
    hostname: "omnios-ce",
    uname: "SunOS 5.11",
    "os-release": `NAME="OmniOS"
PRETTY_NAME="OmniOS Community Edition v11 r151048"
VERSION=r151048
VERSION_ID=r151048
BUILD_ID=151048.0.2023.11.05`,
    release: "  OmniOS v11 r151048",
  },
  openIndiana151: {
    hostname: "oi",
    uname: "SunOS 5.11",
    release: "            OpenIndiana Development oi_151.1.8 X86 (powered by illumos)",
  },
  openIndiana: {
    hostname: "illumos",
    uname: "SunOS 5.11",
    release:
      "  OpenIndiana Hipster\n        OpenIndiana Project, part of The Illumos Foundation (C) 2010-2024",
  },
  smartOs: {
    hostname: "zone-1",
    uname: "SunOS 5.11",
    "kernel-version": "joyent_20180816T001914Z",
    release:
      "                               SmartOS x86_64\n              Copyright 2010 Sun Microsystems, Inc.",
  },
  smartOsWithoutImage: { hostname: "zone-2", uname: "SunOS 5.11", release: "SmartOS x86_64" },
  solaris8: { hostname: "sol8", uname: "SunOS 5.8", release: "Solaris 8 2/04 s28s_hw4wos_05a SPARC" },
  ibmI: { hostname: "as400", uname: "OS400 4", "kernel-version": "7" },
  aixWithoutLevel: { hostname: "aix71", uname: "AIX 1", "kernel-version": "7" },
  aix: { hostname: "aix72", uname: "AIX 2", oslevel: "7200-05-03-2148" },
  esxi: { hostname: "esx-1", uname: "VMkernel 7.0.3" },
  hpux: { hostname: "rx2800", uname: "HP-UX B.11.31" },
} satisfies Record<string, UnixSample>;
