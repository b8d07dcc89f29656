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
  centos7: {
    hostname: "app-7",
    uname: "Linux 3.10.0-1160.el7.x86_64",
    "os-release": `NAME="CentOS Linux"
VERSION="7 (Core)"
ID="centos"
ID_LIKE="rhel fedora"
VERSION_ID="7"
PRETTY_NAME="CentOS Linux 7 (Core)"`,
    release: "CentOS Linux release 7.9.2009 (Core)",
  },
  oracle: {
    hostname: "ora",
    uname: "Linux 5.15.0-206.153.7.el8uek.x86_64",
    "os-release": `NAME="Oracle Linux Server"
VERSION="8.9"
VERSION_ID="8.9"
PRETTY_NAME="Oracle Linux Server 8.9"`,
    release: "Red Hat Enterprise Linux release 8.9 (Ootpa)",
  },
  amazon2023: {
    hostname: "ip-10-0-0-7",
    uname: "Linux 6.1.91-99.172.amzn2023.x86_64",
    "os-release": `NAME="Amazon Linux"
VERSION="2023"
VERSION_ID="2023"
PRETTY_NAME="Amazon Linux 2023.4.20240611"`,
    release: "Amazon Linux release 2023.4.20240611 (Amazon Linux)",
  },
  amazon1: {
    hostname: "ip-10-0-0-8",
    uname: "Linux 4.14.336-180.566.amzn1.x86_64",
    release: "Amazon Linux AMI release 2018.03",
  },
  xenServer: {
    hostname: "xen-1",
    uname: "Linux 4.4.0+10",
    "os-release": `NAME="XenServer"
VERSION="7.6.0 (xenenterprise)"
ID="xenenterprise"
PRETTY_NAME="XenServer 7.6.0"`,
    release: "XenServer release 7.6.0 (xenenterprise)",
  },
  hardy: {
    hostname: "hardy",
    uname: "Linux 2.6.24-32-server",
    "lsb-release": `DISTRIB_ID=Ubuntu
DISTRIB_RELEASE=8.04
DISTRIB_CODENAME=hardy
DISTRIB_DESCRIPTION="Ubuntu 8.04.4 LTS"`,
    debian: "lenny/sid",
  },
  lenny: { hostname: "lenny", uname: "Linux 2.6.26-2-686", debian: "5.0.10" },
  slackware: { hostname: "slack", uname: "Linux 4.4.301", release: "Slackware 14.2" },
  bigIp: {
    hostname: "f5.example.org",
    uname: "Linux 3.10.0-862.14.4.el7.ve.x86_64",
    release: "BIG-IP release 15.1.2 (Final)",
  },
  synology: {
    hostname: "nas",
    uname: "Linux 4.4.302+",
    synology: `os_name="DSM"
majorversion="7"
minorversion="2"
productversion="7.2.1"
buildnumber="69057"
smallfixnumber="5"`,
  },
  synology5: {
    hostname: "nas5",
    uname: "Linux 3.2.40",
    synology: `majorversion="5"
minorversion="2"
buildnumber="5967"`,
  },
  busybox: { hostname: "camera", uname: "Linux 4.9.84" },
} satisfies Record<string, UnixSample>;
