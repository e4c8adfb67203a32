import test from 'ava'
import { matchDirectories } from '../../../../lib/layout/tfsso-hcl/match-directories.ts'

interface Case {
  accounts: string[]
  labels?: string[]
  layers: string[]
  paths: Record<string, string[]>
  unplaced?: string[]
}

const stacks = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => `stacks/${name}/prod`)

const cases: Record<string, Case> = {
  'the highest directory with an account’s name, in upper or lower case, is the account’s': {
    accounts: ['prod', 'dev'],
    layers: ['envs/prod', 'envs/Prod/dev', 'live/dev/eu/net', ''],
    paths: { prod: ['envs/prod', 'envs/Prod'], dev: ['live/dev'] },
    unplaced: ['.'],
  },
  'a directory’s name can lack the beginning that the names of several accounts share': {
    accounts: ['acme-prod', 'acme-dev', 'other-test'],
    layers: ['prod', 'dev/x', 'test', 'acme-prod'],
    paths: { 'acme-prod': ['prod', 'acme-prod'], 'acme-dev': ['dev'] },
    unplaced: ['test'],
  },
  'a directory’s name can also lack a session’s label': {
    accounts: ['acme.prod'],
    labels: ['acme'],
    layers: ['envs/prod'],
    paths: { 'acme.prod': ['envs/prod'] },
  },
  'a directory that fits two accounts gets none of them, but a whole name wins over a part': {
    accounts: ['a-prod', 'a-x', 'b-prod', 'b-x', 'x'],
    layers: ['prod', 'x'],
    paths: { x: ['x'] },
    unplaced: ['prod'],
  },
  'a directory whose name would be read as a pattern is left to the person': {
    accounts: ['prod'],
    layers: ['a{b}/prod', 'prod/*'],
    paths: {},
    unplaced: ['a{b}/prod', 'prod/*'],
  },
  'many directories of one name become one pattern': {
    accounts: ['prod'],
    layers: stacks,
    paths: { prod: ['**/prod'] },
  },
  'many directories stay a list if the pattern would match another account’s directory': {
    accounts: ['prod', 'dev'],
    layers: [...stacks, 'live/dev/prod'],
    paths: { prod: stacks, dev: ['live/dev'] },
  },
}

for (const [title, { accounts, labels, layers, paths, unplaced = [] }] of Object.entries(cases))
  test(`directories of accounts: ${title}`, (t) => {
    const found = matchDirectories(accounts, layers, labels)
    t.deepEqual([Object.fromEntries(found.paths), found.unplaced], [paths, unplaced])
  })
