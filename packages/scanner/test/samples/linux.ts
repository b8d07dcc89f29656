import type { UnixSample } from "../../src/testing/index.ts";

/** What Linux distributions print, as their packages ship it. */
export const linux = {
  debian: {
    hostname: "web-01",
    uname: "Linux 6.1.0-18-amd64",
    "os-release": `PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"
NAME="Debian GNU/Linux"
VERSION_ID="12"
VERSION="12 (bookworm)"
VERSION_CODENAME=bookworm
ID=debian
HOME_URL="https://www.debian.org/"
SUPPORT_URL="https://www.debian.org/support"
BUG_REPORT_URL="https://bugs.debian.org/"`,
  },
  debianSid: {
    hostname: "sid",
    uname: "Linux 6.6.15-amd64",
    "os-release": `PRETTY_NAME="Debian GNU/Linux trixie/sid"
NAME="Debian GNU/Linux"
VERSION_CODENAME=trixie
ID=debian`,
  },
  ubuntu: {
    hostname: "ubuntu-noble",
    uname: "Linux 6.8.0-31-generic",
    "os-release": `PRETTY_NAME="Ubuntu 24.04.1 LTS"
NAME="Ubuntu"
VERSION_ID="24.04"
VERSION="24.04.1 LTS (Noble Numbat)"
VERSION_CODENAME=noble
ID=ubuntu
ID_LIKE=debian
UBUNTU_CODENAME=noble
LOGO=ubuntu-logo`,
  },
  rhel: {
    hostname: "db.example.com",
    uname: "Linux 5.14.0-427.13.1.el9_4.x86_64",
    "os-release": `NAME="Red Hat Enterprise Linux"
VERSION="9.4 (Plow)"
ID="rhel"
ID_LIKE="fedora"
VERSION_ID="9.4"
PLATFORM_ID="platform:el9"
PRETTY_NAME="Red Hat Enterprise Linux 9.4 (Plow)"
ANSI_COLOR="0;31"
CPE_NAME="cpe:/o:redhat:enterprise_linux:9::baseos"
REDHAT_BUGZILLA_PRODUCT="Red Hat Enterprise Linux 9"`,
    release: "Red Hat Enterprise Linux release 9.4 (Plow)",
  },
  centos6: {
    hostname: "legacy",
    uname: "Linux 2.6.32-754.35.1.el6.x86_64",
    release: "CentOS release 6.10 (Final)",
  },
  alpine: {
    hostname: "edge-router",
    uname: "Linux 6.6.31-0-lts",
    "os-release": `NAME="Alpine Linux"
ID=alpine
VERSION_ID=3.20.0
PRETTY_NAME="Alpine Linux v3.20"
HOME_URL="https://alpinelinux.org/"
BUG_REPORT_URL="https://gitlab.alpinelinux.org/alpine/aports/-/issues"`,
  },
  sles: {
    hostname: "sap-hana",
    uname: "Linux 6.4.0-150600.21-default",
    "os-release": `NAME="SLES"
VERSION="15-SP6"
VERSION_ID="15.6"
PRETTY_NAME="SUSE Linux Enterprise Server 15 SP6"
ID="sles"
ID_LIKE="suse"
ANSI_COLOR="0;32"
CPE_NAME="cpe:/o:suse:sles:15:sp6"`,
  },
  sles11: {
    hostname: "old-sap",
    uname: "Linux 3.0.101-108.71-default",
    release: "SUSE Linux Enterprise Server 11 (x86_64)\nVERSION = 11\nPATCHLEVEL = 4",
  },
  arch: {
    hostname: "arch",
    uname: "Linux 6.9.3-arch1-1",
    "os-release": `NAME="Arch Linux"
PRETTY_NAME="Arch Linux"
ID=arch
BUILD_ID=rolling
ANSI_COLOR="38;2;23;147;209"`,
  },
  busybox: { hostname: "camera", uname: "Linux 4.9.84" },
} satisfies Record<string, UnixSample>;
