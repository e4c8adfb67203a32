import fs from 'node:fs'
import path from 'node:path'
import { validateWorkflow } from '@action-validator/core'
import test from 'ava'
import { parse } from 'yaml'
import { repository } from '../rig/install.ts'

const directory = path.join(repository, '.github/workflows')

for (const name of fs.readdirSync(directory)) {
  const text = fs.readFileSync(path.join(directory, name), 'utf8')

  test(`${name} is a valid workflow for GitHub`, (t) => {
    // The validator's schema does not contain this permission.
    const known = text.replace(/^ *attestations: write\n/m, '')
    t.deepEqual(validateWorkflow(known).errors, [])
    t.not(validateWorkflow(known.replace('runs-on:', 'run-on:')).errors.length, 0)
  })

  test(`${name} gives its jobs only read permissions by default`, (t) => {
    t.regex(text, /^permissions:\n {2}contents: read\n\n/m)
    t.notRegex(text, /write-all/)
  })

  test(`${name} pins each action to a commit, and names its release in a comment`, (t) => {
    const uses = text.split('\n').filter((line) => line.includes('uses:'))
    t.not(uses.length, 0)
    for (const line of uses) t.regex(line, /@[0-9a-f]{40} # v\d+\.\d+\.\d+$/)
  })
}

test('releases are built with production dependencies only, from a tag on main', (t) => {
  const text = fs.readFileSync(path.join(directory, 'release.yml'), 'utf8')
  const { jobs } = parse(text) as {
    jobs: Record<string, { needs?: string[]; steps: { run?: string }[] }>
  }
  const runs = (name: string) => jobs[name]?.steps.flatMap(({ run }) => run ?? []) ?? []
  t.is(jobs.bundle?.needs, undefined)
  t.deepEqual(
    runs('bundle').filter((line) => line.startsWith('npm')),
    ['npm ci --omit=dev --ignore-scripts'],
  )
  t.true(runs('bundle').some((line) => line.includes('--is-ancestor "$GITHUB_SHA" origin/main')))
  t.deepEqual(
    Object.keys(jobs).filter((name) => /apt-get|go install/.test(runs(name).join('\n'))),
    ['packages'],
    'other people’s code runs only after the bundle is made',
  )
  t.true(runs('publish').some((line) => line.includes('"$SUM" "$SUMS" | sha256sum --check')))
  t.true(runs('publish').every((line) => !/npm (ci|install|run)|node /.test(line)))
  t.true(jobs.publish?.needs?.includes('bundle'))
})
