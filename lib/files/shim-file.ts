import fs from 'node:fs'

/** Whether the first 512 bytes look like a shim of any tfsso installation. False if the file can't be read. */
export function isShimFile(file: string): boolean {
  try {
    const handle = fs.openSync(file, 'r')
    try {
      const head = Buffer.alloc(512)
      fs.readSync(handle, head)
      return /tfsso_(prefix|options)=/.test(head.toString('latin1'))
    } finally {
      fs.closeSync(handle)
    }
  } catch {
    return false
  }
}
