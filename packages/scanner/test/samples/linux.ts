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
  synologySrm: {
    hostname: "router",
    uname: "Linux 4.4.60",
    synology: `os_name="SRM"
majorversion="1"
minorversion="3"
productversion="1.3.1"`,
  },
  synologySrm1: {
    hostname: "router1",
    uname: "Linux 3.6.5",
    synology: `majorversion="1"
minorversion="1"
buildnumber="6931"`,
  },
  debianPoint: {
    hostname: "web-02",
    uname: "Linux 6.1.0-25-amd64",
    "os-release": `PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"
VERSION_ID="12"
ID=debian`,
    debian: "12.7",
  },
  raspbian: {
    hostname: "pi",
    uname: "Linux 6.1.21-v7+",
    "os-release": `PRETTY_NAME="Raspbian GNU/Linux 11 (bullseye)"
VERSION_ID="11"
ID=raspbian`,
    debian: "11.11",
  },
  ubuntuOnDebian: {
    hostname: "jammy",
    uname: "Linux 5.15.0-91-generic",
    "os-release": `PRETTY_NAME="Ubuntu 22.04.3 LTS"
VERSION_ID="22.04"`,
    debian: "bookworm/sid",
  },
  fedoraCoreOs: {
    hostname: "core",
    uname: "Linux 6.7.7-200.fc39.x86_64",
    "os-release": `NAME="Fedora Linux"
VERSION="39.20240309.3.0 (CoreOS)"
VERSION_ID=39
PRETTY_NAME="Fedora CoreOS 39.20240309.3.0"
VARIANT="CoreOS"
VARIANT_ID=coreos
OSTREE_VERSION='39.20240309.3.0'`,
    release: "Fedora release 39 (Thirty Nine)",
  },
  fedoraVariant: {
    hostname: "fed",
    uname: "Linux 6.8.5-301.fc40.x86_64",
    "os-release": `NAME="Fedora Linux"
VERSION_ID=40
PRETTY_NAME="Fedora Linux 40"
VARIANT="Server Edition"`,
  },
  manjaro: {
    hostname: "manjaro",
    uname: "Linux 6.6.26-1-MANJARO",
    "os-release": `NAME="Manjaro Linux"
PRETTY_NAME="Manjaro Linux"
ID=manjaro
ID_LIKE=arch
BUILD_ID=rolling`,
    "lsb-release": `DISTRIB_ID="ManjaroLinux"
DISTRIB_RELEASE="23.1.4"
DISTRIB_CODENAME="Vulcan"
DISTRIB_DESCRIPTION="Manjaro Linux"`,
  },
  manjaroAlone: {
    hostname: "manjaro-0",
    uname: "Linux 4.19.1-1-MANJARO",
    "lsb-release": `DISTRIB_ID=ManjaroLinux
DISTRIB_RELEASE=18.0
DISTRIB_DESCRIPTION="Manjaro Linux"`,
  },
  checkPoint: {
    hostname: "gw",
    uname: "Linux 3.10.0-957.21.3cpx86_64",
    release: "Check Point Gaia R81.20",
  },
  alt: {
    hostname: "alt",
    uname: "Linux 5.10.213-std-def-alt1",
    "os-release": `NAME="ALT Starterkit"
VERSION="p10 (Hypericum)"
PRETTY_NAME="ALT Starterkit (Hypericum)"`,
  },
  exported: {
    hostname: "appliance",
    uname: "Linux 5.4.0",
    "os-release": `# made by the image's build
export NAME="Appliance"
export PRETTY_NAME="Appliance 3" # of 2024
VERSION_ID=3.2 # and not 4`,
  },
  coloured: {
    hostname: "\u001b[01;32mneon\u001b[0m",
    uname: "Linux 3.10.0",
    release: "\u001b[1mCentOS release \u001b[31m6.10\u001b[0m (Final)\u001b[K",
  },
  colouredByHand: {
    hostname: "[01;32mneon-2^[[0m",
    uname: "Linux 2.6.32",
    release: "[0;32mScientific Linux release 6.9\\033[0m (Carbon)\\e[K",
  },
  busybox: { hostname: "camera", uname: "Linux 4.9.84" },
} satisfies Record<string, UnixSample>;
