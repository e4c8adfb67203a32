import test from 'ava'
import { matchDirectories } from '../../../../lib/layout/tfsso-hcl/match-directories.ts'

interface Case {
  accounts: string[]
  labels?: string[]
  layers: string[]
  paths: Record<string, string[]>
  /** by directory: the accounts that fit */
  unplaced?: Record<string, string[]>
}

const stacks = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => `stacks/${name}/prod`)

const cases: Record<string, Case> = {
  'the highest directory with an account’s name, in upper or lower case, is the account’s': {
    accounts: ['prod', 'dev'],
    layers: ['envs/prod', 'envs/Prod/x/prod', 'live/dev/eu/net', ''],
    paths: { prod: ['envs/prod', 'envs/Prod'], dev: ['live/dev'] },
    unplaced: { '.': [] },
  },
  'a directory’s name can lack the beginning that the names of several accounts share': {
    accounts: ['acme-prod', 'acme-dev', 'other-test'],
    layers: ['prod', 'dev/x', 'test', 'acme-prod'],
    paths: { 'acme-prod': ['prod', 'acme-prod'], 'acme-dev': ['dev'] },
    unplaced: { test: [] },
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
    unplaced: { prod: ['a-prod', 'b-prod'] },
  },
  'a name that fits two accounts does not count against a name that fits only one of them': {
    accounts: ['a-prod', 'a-x', 'b-prod', 'b-x'],
    layers: ['a-prod/prod', 'prod/b-prod/net'],
    paths: { 'a-prod': ['a-prod'], 'b-prod': ['prod/b-prod'] },
  },
  'a directory whose path names two accounts gets none of them, in any order': {
    accounts: ['infrastructure', 'prod', 'dev', 'network'],
    layers: ['infrastructure/prod/net', 'infrastructure/dev/net', 'network/prod', 'prod/network'],
    paths: {},
    unplaced: {
      'infrastructure/prod/net': ['infrastructure', 'prod'],
      'infrastructure/dev/net': ['infrastructure', 'dev'],
      'network/prod': ['network', 'prod'],
      'prod/network': ['prod', 'network'],
    },
  },
  'an account’s paths cover no directory whose path also names another account': {
    accounts: ['infrastructure', 'prod'],
    layers: ['infrastructure/prod/net', 'infrastructure/global', 'infrastructure/iam/users'],
    paths: { infrastructure: ['infrastructure/global', 'infrastructure/iam'] },
    unplaced: { 'infrastructure/prod/net': ['infrastructure', 'prod'] },
  },
  'a directory above another account’s directory gets no account': {
    accounts: ['infrastructure', 'prod'],
    layers: ['infrastructure', 'infrastructure/prod', 'infrastructure/global'],
    paths: { infrastructure: ['infrastructure/global'] },
    unplaced: {
      infrastructure: ['infrastructure', 'prod'],
      'infrastructure/prod': ['infrastructure', 'prod'],
    },
  },
  'a directory whose name would be read as a pattern is left to the person': {
    accounts: ['prod'],
    layers: ['a{b}/prod', 'prod/*'],
    paths: { prod: ['prod'] },
    unplaced: { 'a{b}/prod': ['prod'] },
  },
  'many directories of one name become one pattern': {
    accounts: ['prod'],
    layers: stacks,
    paths: { prod: ['**/prod'] },
  },
  'many directories stay a list if the pattern would match another account’s directory': {
    accounts: ['prod', 'dev'],
    layers: [...stacks, 'live/dev/prod'],
    paths: { prod: stacks },
    unplaced: { 'live/dev/prod': ['dev', 'prod'] },
  },
  'many directories without an account’s name stay a list': {
    accounts: ['hub', 'prod'],
    layers: ['hub/prod', ...stacks.map((stack) => `hub/${stack.slice(7, 8)}`)],
    paths: { hub: ['hub/a', 'hub/b', 'hub/c', 'hub/d', 'hub/e', 'hub/f'] },
    unplaced: { 'hub/prod': ['hub', 'prod'] },
  },
}

for (const [title, { accounts, labels, layers, paths, unplaced = {} }] of Object.entries(cases))
  test(`directories of accounts: ${title}`, (t) => {
    const found = matchDirectories(accounts, layers, labels)
    t.deepEqual(Object.fromEntries(found.paths), paths)
    t.deepEqual(Object.fromEntries(found.unplaced), unplaced)
  })
