import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { write } from '../rig/project.ts'
import type { World } from '../rig/world.ts'
import { sameCrc } from './same-crc.ts'

export const accounts = [
  { name: 'shared', id: '111111111111', role: 'DevOps', roles: ['DevOps', 'Admin9'] },
  { name: 'apps-prd', id: '222222222222', role: 'DevOpsPrd', roles: ['DevOpsPrd', 'ReadOnlyX'] },
  { name: 'security', id: '333333333333', role: 'Auditor' },
]

export interface Granted {
  world: World
  cwd: string
  accountFile: string
}

/** A change after which the grant must not be used. */
export interface Change {
  title: string
  /** Makes the change, and returns further variables for the next run. */
  change: (granted: Granted) => Record<string, string> | undefined
  /**
   * the account and role of the run after the change. `refused`: terraform is not started. `asked`: the test checks
   * only that the shim asks node, because node then does the same as in a first run
   */
  identity: string
}

const edit = (file: string, from: string, to: string) =>
  fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replace(from, to))

/** Keeps the old file's atime and mtime (to the millisecond). */
function replaceKeepingTimes(file: string, text: string): undefined {
  const before = fs.statSync(file)
  fs.writeFileSync(`${file}.new`, text)
  fs.utimesSync(`${file}.new`, before.atime, before.mtime)
  fs.renameSync(`${file}.new`, file)
}

const readOnly = '222222222222 ReadOnlyX'
export const accountTfvars = (role: string) =>
  `environment = "apps-prd"\nsso_role = "${role}"\n# ${'0'.repeat(64)}\n`
/** This text is as long as `accountTfvars('DevOpsPrd')`. */
const other = accountTfvars('ReadOnlyX')

export const changes: Change[] = [
  {
    title: 'the role edited in account.tfvars',
    change: ({ accountFile }) => void edit(accountFile, 'DevOpsPrd', 'ReadOnlyX'),
    identity: readOnly,
  },
  {
    title: 'account.tfvars replaced, with the same time and size',
    change: ({ accountFile }) => replaceKeepingTimes(accountFile, other),
    identity: 'asked',
  },
  {
    title: 'account.tfvars edited in place, with the same time, size and inode',
    change({ accountFile }) {
      const { atime, mtime } = fs.statSync(accountFile)
      fs.writeFileSync(accountFile, other)
      fs.utimesSync(accountFile, atime, mtime)
      return undefined
    },
    identity: 'asked',
  },
  {
    title: 'account.tfvars replaced, with the same CRC-32, size and time',
    change: ({ accountFile }) =>
      replaceKeepingTimes(accountFile, sameCrc(other, accountTfvars('DevOpsPrd'))),
    identity: 'asked',
  },
  {
    title: 'account.tfvars restored from git',
    change({ world, accountFile }) {
      const git = (...args: string[]) =>
        execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@t', ...args], {
          cwd: world.project,
          env: { PATH: process.env.PATH, HOME: world.home },
          stdio: 'ignore',
        })
      const granted = fs.readFileSync(accountFile)
      fs.writeFileSync(accountFile, other)
      git('init')
      git('add', accountFile)
      git('commit', '-m', 'other')
      fs.writeFileSync(accountFile, granted)
      git('checkout', '--', accountFile)
      return undefined
    },
    identity: 'asked',
  },
  {
    title: 'account.tfvars replaced by a symlink to another file',
    change({ world, accountFile }) {
      fs.rmSync(accountFile)
      fs.symlinkSync(write(path.join(world.root, 'other.tfvars'), other), accountFile)
      return undefined
    },
    identity: 'asked',
  },
  {
    title: "the account's directory renamed, another's in its place",
    change({ world }) {
      const at = (name: string) => path.join(world.project, name)
      fs.renameSync(at('apps-prd'), at('was-prd'))
      fs.renameSync(at('shared'), at('apps-prd'))
      fs.mkdirSync(at('apps-prd/us-east-1/net'), { recursive: true })
      return undefined
    },
    identity: '111111111111 DevOps',
  },
  {
    title: 'a nearer account.tfvars',
    change: ({ world }) =>
      void write(
        path.join(world.project, 'apps-prd/us-east-1/config/account.tfvars'),
        'environment = "security"\nsso_role = "Auditor"\n',
      ),
    identity: '333333333333 Auditor',
  },
  {
    title: 'a nearer common.tfvars',
    change({ world }) {
      const common = fs.readFileSync(path.join(world.project, 'config/common.tfvars'), 'utf8')
      fs.mkdirSync(path.join(world.project, 'sub'))
      fs.renameSync(path.join(world.project, 'apps-prd'), path.join(world.project, 'sub/apps-prd'))
      fs.symlinkSync('sub/apps-prd', path.join(world.project, 'apps-prd'))
      const swapped = common.replace('222222222222', '4').replace('111111111111', '222222222222')
      write(
        path.join(world.project, 'sub/config/common.tfvars'),
        swapped.replace('"4"', '"111111111111"'),
      )
      edit(path.join(world.project, 'apps-prd/config/account.tfvars'), 'DevOpsPrd', 'DevOps')
      return undefined
    },
    identity: '111111111111 DevOps',
  },
  {
    title: "the account's id in common.tfvars",
    change({ world, accountFile }) {
      const common = path.join(world.project, 'config/common.tfvars')
      edit(common, '111111111111', '444444444444')
      edit(common, '222222222222', '111111111111')
      edit(accountFile, 'DevOpsPrd', 'Admin9')
      return undefined
    },
    identity: '111111111111 Admin9',
  },
  {
    title: 'one more var-file of the project, which overrides a value',
    change: ({ world }) =>
      void write(
        path.join(world.project, 'config/zz.tfvars'),
        `accounts = { apps-prd = { id = "111111111111" } }\n`,
      ),
    identity: 'refused',
  },
  {
    title: 'the grant gone',
    change: ({ world }) =>
      void fs.rmSync(path.join(world.home, '.cache/tfsso/grants'), { recursive: true }),
    identity: 'asked',
  },
  {
    title: 'the whole cache gone',
    change: ({ world }) => void fs.rmSync(path.join(world.home, '.cache'), { recursive: true }),
    identity: 'asked',
  },
  {
    title: 'the private AWS configs gone',
    change: ({ world }) =>
      void fs.rmSync(path.join(world.home, '.cache/tfsso/config'), { recursive: true }),
    identity: '222222222222 DevOpsPrd',
  },
  {
    title: 'the token gone',
    change: ({ world }) =>
      void fs.rmSync(path.join(world.home, '.aws/sso/cache'), { recursive: true }),
    identity: 'asked',
  },
  {
    title: 'account.tfvars gone',
    change: ({ accountFile }) => void fs.rmSync(accountFile),
    identity: 'nobody',
  },
  {
    title: 'account.tfvars broken',
    change: ({ accountFile }) => void fs.writeFileSync(accountFile, 'sso_role = \n'),
    identity: 'asked',
  },
  {
    title: 'SSO switched off',
    change: ({ world }) =>
      void edit(
        path.join(world.project, 'config/common.tfvars'),
        'sso_enabled   = true',
        'sso_enabled = false',
      ),
    identity: 'nobody',
  },
  {
    title: 'TFSSO_ROLE for one run',
    change: () => ({ TFSSO_ROLE: 'ReadOnlyX' }),
    identity: readOnly,
  },
  {
    title: 'TFSSO_ROLE with a path out of the grants’ directory',
    change: () => ({ TFSSO_ROLE: '/../terraform.full' }),
    identity: 'asked',
  },
  {
    title: 'another HOME, with no session',
    change({ world }) {
      fs.mkdirSync(path.join(world.root, 'other home'))
      return { HOME: path.join(world.root, 'other home') }
    },
    identity: 'asked',
  },
  {
    title: 'another HOME, with the same cache',
    change({ world }) {
      fs.mkdirSync(path.join(world.root, 'third home'))
      return {
        HOME: path.join(world.root, 'third home'),
        XDG_CACHE_HOME: path.join(world.home, '.cache'),
      }
    },
    identity: 'asked',
  },
  {
    title: 'another AWS',
    change: () => ({ AWS_ENDPOINT_URL: 'http://127.0.0.1:9' }),
    identity: 'asked',
  },
  {
    title: 'another portal',
    change: () => ({ AWS_ENDPOINT_URL_SSO: 'http://127.0.0.1:9' }),
    identity: 'asked',
  },
]
