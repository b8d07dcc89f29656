/** What `show version` prints on Cisco's systems, shortened after the lines that matter. */
export const cisco = {
  ios: `Cisco IOS Software, C2960 Software (C2960-LANBASEK9-M), Version 15.0(2)SE11, RELEASE SOFTWARE (fc3)
Technical Support: http://www.cisco.com/techsupport
Copyright (c) 1986-2017 by Cisco Systems, Inc.
Compiled Sat 19-Aug-17 09:34 by prod_rel_team

ROM: Bootstrap program is C2960 boot loader
BOOTLDR: C2960 Boot Loader (C2960-HBOOT-M) Version 12.2(53r)SEY3, RELEASE SOFTWARE (fc1)

access-sw-3 uptime is 1 year, 12 weeks, 2 days, 4 hours, 33 minutes
System returned to ROM by power-on
System image file is "flash:c2960-lanbasek9-mz.150-2.SE11.bin"
`,
  ios12: `Cisco Internetwork Operating System Software
IOS (tm) C2600 Software (C2600-IK9O3S3-M), Version 12.3(22), RELEASE SOFTWARE (fc2)
Copyright (c) 1986-2007 by cisco Systems, Inc.
Compiled Wed 24-Jan-07 14:50 by ccai

ROM: System Bootstrap, Version 12.2(7r) [cmong 7r], RELEASE SOFTWARE (fc1)

branch-gw uptime is 3 days, 18 hours, 7 minutes
System returned to ROM by reload
`,
  iosXe: `Cisco IOS XE Software, Version 16.09.03
Cisco IOS Software [Fuji], Catalyst L3 Switch Software (CAT9K_IOSXE), Version 16.9.3, RELEASE SOFTWARE (fc2)
Technical Support: http://www.cisco.com/techsupport
Copyright (c) 1986-2019 by Cisco Systems, Inc.
Compiled Wed 20-Mar-19 08:02 by mcpre

ROM: IOS-XE ROMMON
BOOTLDR: System Bootstrap, Version 16.10.1r[FC1], RELEASE SOFTWARE (P)

core-1 uptime is 22 weeks, 6 days, 2 hours, 18 minutes
`,
  catalyst3850: `Cisco IOS Software, IOS-XE Software, Catalyst L3 Switch Software (CAT3K_CAA-UNIVERSALK9-M), Version 03.06.06E RELEASE SOFTWARE (fc1)
Technical Support: http://www.cisco.com/techsupport
Copyright (c) 1986-2016 by Cisco Systems, Inc.

ROM: IOS-XE ROMMON
BOOTLDR: CAT3K_CAA Boot Loader (CAT3K_CAA-HBOOT-M) Version 1.2, RELEASE SOFTWARE (P)

stack-1 uptime is 1 year, 3 weeks, 1 hour, 2 minutes
`,
  asr1000: `Cisco IOS Software, IOS-XE Software (X86_64_LINUX_IOSD-ADVENTERPRISEK9-M), Version 15.2(4)S4, RELEASE SOFTWARE (fc4)
Technical Support: http://www.cisco.com/techsupport

ROM: IOS-XE ROMMON

edge-1 uptime is 5 weeks, 2 days
`,
  iosXe3: `Cisco IOS Software, CSR1000V Software (X86_64_LINUX_IOSD-UNIVERSALK9-M), Version 15.4(3)S1, RELEASE SOFTWARE (fc3)
Technical Support: http://www.cisco.com/techsupport
Copyright (c) 1986-2014 by Cisco Systems, Inc.

Cisco IOS-XE software, Copyright (c) 2005-2014 by cisco Systems, Inc.
All rights reserved.  Certain components of Cisco IOS-XE software are
licensed under the GNU General Public License ("GPL") Version 2.0.

ROM: IOS-XE ROMMON

xe-4 uptime is 3 weeks
`,
  iosXe16: `Cisco IOS Software [Denali], Catalyst L3 Switch Software (CAT3K_CAA-UNIVERSALK9-M), Version 16.3.5b, RELEASE SOFTWARE (fc1)

Cisco IOS-XE software, Copyright (c) 2005-2017 by cisco Systems, Inc.

sw-9 uptime is 6 days, 6 hours
`,
  iosXe316: `Cisco IOS XE Software, Version 03.16.10.S - Extended Support Release
Cisco IOS Software, ASR1000 Software (X86_64_LINUX_IOSD-ADVENTERPRISEK9-M), Version 15.5(3)S10, RELEASE SOFTWARE (fc3)

edge-3 uptime is 5 weeks, 2 days
`,
  ftd: `---------------------[ ftd.example.com ]----------------------
Model                     : Cisco Firepower Threat Defense for VMWare (75) Version 6.6.1 (Build 91)
UUID                      : 00000000-0000-0000-0000-000000000000
Rules update version      : 2020-06-15-001-vrt
VDB version               : 336
----------------------------------------------------
`,
  ftdWithAsa: `--------------[ fw-3105 ]---------------
Model                     : Cisco Secure Firewall 3105 Threat Defense (80) Version 7.4.1 (Build 172)

Cisco Adaptive Security Appliance Software Version 9.20(2)2
`,
  pix: `Cisco PIX Firewall Version 6.3(5)
Cisco PIX Device Manager Version 3.0(4)

Compiled on Thu 04-Aug-05 21:40 by morlee

pixfirewall up 34 days 5 hours
`,
  pix5: `Cisco Secure PIX Firewall Version 5.0(3)

Finesse Bios V3.3

pix-5 up 9 days 2 hours
`,
  pix7: `Cisco PIX Security Appliance Software Version 7.2(4)
Device Manager Version 5.2(4)

pix-7 up 1 year 3 days
`,
  fwsm: `FWSM Firewall Version 4.1(5) <system>
Device Manager Version 6.2(2)F

fwsm-1 up 50 days 1 hour
`,
  catOs: `WS-C6509 Software, Version NmpSW: 8.5(8)
Copyright (c) 1995-2007 by Cisco Systems
NMP S/W compiled on Jan  9 2007, 13:31:35

System Bootstrap Version: 8.3(1)
Uptime is 306 days, 1 hour, 44 minutes
`,
  catOs5: `WS-C5505 Software, Version McpSW: 5.5(7) NmpSW: 5.5(7)
Uptime is 2 days
`,
  arista: `Arista DCS-7280SRA-48C6-F
Hardware version:    21.00
Serial number:       ABC12345678

Software image version: 4.26.4M
Architecture:           i686
Internal build version: 4.26.4M-25280047.4264M

Uptime:                 2 weeks, 0 days, 9 hours and 53 minutes
`,
  iosXr64: `Cisco IOS XR Software, Version 7.3.2
Copyright (c) 2013-2021 by Cisco Systems, Inc.

Build Information:
 Built By     : builder
 Built On     : Wed Oct 13 20:00:36 PDT 2021
 Version      : 7.3.2
 Location     : /opt/cisco/XR/packages/
 Label        : 7.3.2

cisco NCS-5500 () processor
System uptime is 12 weeks 6 days 4 hours 3 minutes
`,
  iosXr: `Cisco IOS XR Software, Version 6.1.2[Default]
Copyright (c) 2016 by Cisco Systems, Inc.

ROM: GRUB, Version 1.99(0), DEV RELEASE

pe-router uptime is 10 weeks, 5 days, 1 hour, 52 minutes
System image file is "bootflash:disk0/xrvr-os-mbi-6.1.2/mbixrvr-rp.vm"
`,
  nxos7: `Cisco Nexus Operating System (NX-OS) Software
TAC support: http://www.cisco.com/tac
Documents: http://www.cisco.com/en/US/products/ps9372/tsd_products_support_series_home.html
Copyright (c) 2002-2016, Cisco Systems, Inc. All rights reserved.

Software
  BIOS:      version 3.6.0
  kickstart: version 7.3(0)N1(1)
  system:    version 7.3(0)N1(1)
  BIOS compile time:       05/09/2012

Hardware
  cisco Nexus 5548 Chassis ("O2 32X10GE/Modular Universal Platform Supervisor")
  Device name: dc-sw-1
  bootflash:    2007040 kB

Kernel uptime is 125 day(s), 5 hour(s), 2 minute(s), 12 second(s)
`,
  nxos9: `Cisco Nexus Operating System (NX-OS) Software
TAC support: http://www.cisco.com/tac
Copyright (C) 2002-2020, Cisco and/or its affiliates.

Software
  BIOS: version 07.67
  NXOS: version 9.3(5)
  BIOS compile time:  01/29/2020

Hardware
  cisco Nexus9000 C93180YC-EX chassis
  Device name: leaf-101

Kernel uptime is 40 day(s), 1 hour(s), 8 minute(s), 51 second(s)
`,
  asa: `
Cisco Adaptive Security Appliance Software Version 9.8(2)
Firepower Extensible Operating System Version 2.2(2.52)
Device Manager Version 7.8(2)

Compiled on Sun 27-Aug-17 13:06 PDT by builders
System image file is "boot:/asa982-smp-k8.bin"

fw-edge up 88 days 13 hours
`,
} as const;
