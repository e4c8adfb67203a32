import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { parseDocument, renderDocument } from '../../../lib/aws-config/document.ts'
import { renderDifference } from '../../../lib/configure/difference.ts'
import { merge } from '../../../lib/configure/merge.ts'
import type { WantedSection } from '../../../lib/configure/plan-sections.ts'
import { temporary } from '../../rig/install.ts'

const section = (name: string, region: string): WantedSection => ({
  kind: 'profile',
  name,
  settings: new Map([['region', region]]),
})

function difference(text: string, wanted: WantedSection[], force = false) {
  const before = parseDocument(Buffer.from(text))
  const { document } = merge(before, wanted, { project: 'bb', force })
  return { shown: renderDifference('config', before, document), after: renderDocument(document) }
}

const text = `[profile a]
# managed by tfsso for bb
region = r1

[profile theirs]
aws_secret_access_key = hunter2

[profile old]
# managed by tfsso for bb
region = r1
`

test('only the changed lines are shown', (t) => {
  const { shown } = difference(text, [section('a', 'r2'), section('b', 'r2')])
  t.is(
    shown,
    `--- config
+++ config
@@ -3 +3 @@
-region = r1
+region = r2
@@ -7,4 +7,4 @@
-
-[profile old]
-# managed by tfsso for bb
-region = r1
+
+[profile b]
+# managed by tfsso for bb
+region = r2
`,
  )
  t.is(difference(text, [section('a', 'r1'), section('old', 'r1')]).shown, '')
})

test('the difference can be applied as a patch', (t) => {
  const directory = temporary('tfsso-diff-')
  const file = path.join(directory, 'config')
  for (const wanted of [
    [],
    [section('a', 'r2'), section('b', 'r2')],
    [section('b', 'r3'), section('old', 'r4')],
  ]) {
    fs.writeFileSync(file, text)
    const { shown, after } = difference(text, wanted)
    fs.writeFileSync(`${file}.patch`, shown)
    // With git, GNU patch need not be installed.
    execFileSync('git', ['apply', '--unidiff-zero', '-p0', 'config.patch'], {
      cwd: directory,
      env: { PATH: process.env.PATH, GIT_CEILING_DIRECTORIES: path.dirname(directory) },
    })
    t.is(fs.readFileSync(file, 'utf8'), after.toString())
  }
})

test('the difference shows no keys of a replaced section, and no control characters', (t) => {
  const before = `[profile a]
aws_access_key_id=AKIASHOWN
aws_secret_access_key = hunter2
aws_session_token= hunter3
x_password: hunter4
mfa_serial = arn\x1b[31m
`
  const { shown, after } = difference(before, [section('a', 'r1')], true)
  t.false(after.toString().includes('hunter'))
  t.notRegex(shown, /hunter|AKIA|\x1b/)
  t.regex(shown, /^-aws_secret_access_key = \*\*\*$/m)
  t.regex(shown, /^-mfa_serial = arn\?\[31m$/m)
})
