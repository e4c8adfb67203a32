import fs from 'node:fs'
import { orElse } from '../text/attempt.ts'

/** Type numbers (statfs(2) on Linux) of file systems that never or only sometimes store file modes. */
const withoutModes = new Set([
  0x786f4256, // vboxsf
  0x01021997, // 9p: WSL's /mnt/c, and shares of virtual machines
  0x53464846, // WSL 1's drvfs
  0x4d44, // FAT
  0x2011bab0, // exFAT
  0x5346544e, // NTFS
  0x7366746e, // NTFS, the newer driver
  0xff534d42, // CIFS
  0xfe534d42, // SMB 2
  0x517b, // SMB
  0x65735546, // FUSE (sshfs, osxfs, bindfs): some of these store modes, some don't
])

/** On platforms other than Linux, the same number means a different file system, so the result is false. */
export function typeKeepsModes(type: number, platform: string): boolean {
  return platform === 'linux' && !withoutModes.has(type >>> 0)
}

/** Whether the file's file system stores modes, so that chmod has an effect. False if tfsso can't tell. */
export function keepsModes(file: string): boolean {
  return orElse(() => typeKeepsModes(fs.statfsSync(file).type, process.platform), false)
}
