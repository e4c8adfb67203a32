import test from 'ava'
import { partsRead } from '../../../../lib/doctor/checks/installation.ts'

test('doctor looks for every part that a script reads, directly or through another part', (t) => {
  const texts: Record<string, string> = {
    shim: '[ -z "$x" ] || tfsso_read one\ncommand . "$tfsso_prefix/libexec/failures.sh"\n',
    'libexec/one.sh': 'tfsso_read two\ntfsso_read "$name"\n',
    'libexec/two.sh': 'tfsso_read one || exit 1\n',
    'libexec/other.sh': 'tfsso_read three\n',
  }
  const parts = partsRead(['shim', 'none'], (name) => texts[name])
  t.deepEqual(
    parts,
    ['failures', 'one', 'two'].map((name) => `libexec/${name}.sh`),
  )
})
