import test from 'ava'
import { terraformArguments } from '../../../lib/grant/arguments.ts'

test('each file is one word, in the order given', (t) => {
  const varFiles = ['/p/config/common.tfvars', "/it's a/$(place)/a b.tfvars"]
  t.deepEqual(
    terraformArguments({ varFiles, backendConfig: ['/p/back end.tfvars', '/p/b'], missing: [] }),
    {
      varFiles: `-var-file='/p/config/common.tfvars' -var-file='/it'\\''s a/$(place)/a b.tfvars'`,
      backendConfig: `-backend-config='/p/back end.tfvars' -backend-config='/p/b'`,
      missing: '',
    },
  )
})

test('no files, no arguments', (t) => {
  const none = terraformArguments({ varFiles: [], backendConfig: [], missing: ['/p/x', '/p/y'] })
  t.deepEqual(none, { varFiles: '', backendConfig: '', missing: '/p/x, /p/y' })
})
