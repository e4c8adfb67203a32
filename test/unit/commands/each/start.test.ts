import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { openSpools } from '../../../../lib/commands/each/start.ts'
import { Problem } from '../../../../lib/text/problem.ts'

const failing = (code: string) => () => {
  throw Object.assign(new Error(), { code })
}

test.serial(
  'if a temporary file can’t be created, a Problem says so, and no file stays open',
  (t) => {
    const { openSync, closeSync, unlinkSync } = fs
    const open = new Set<number>()
    let opened = 0
    let limit = Number.POSITIVE_INFINITY
    let file = ''
    fs.openSync = (at, ...rest) => {
      file = String(at)
      if (++opened > limit) failing('EMFILE')()
      const handle = openSync(at, ...rest)
      open.add(handle)
      return handle
    }
    fs.closeSync = (handle) => {
      open.delete(handle)
      closeSync(handle)
    }
    const refused = (code: string) => {
      const message = new RegExp(`^A temporary file could not be created in .* \\(${code}\\)\\.$`)
      t.throws(openSpools, { instanceOf: Problem, code: 1, message })
      t.is(open.size, 0, code)
    }
    try {
      for (limit of [0, 1]) {
        opened = 0
        refused('EMFILE')
        t.false(fs.existsSync(path.dirname(file)))
      }
      limit = Number.POSITIVE_INFINITY
      fs.unlinkSync = failing('EIO')
      refused('EIO')
    } finally {
      Object.assign(fs, { openSync, closeSync, unlinkSync })
      fs.rmSync(path.dirname(file), { recursive: true, force: true })
    }
  },
)
