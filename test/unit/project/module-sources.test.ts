import test from 'ava'
import { sha256 } from '../../../lib/files/digest.ts'
import { modulesNeedVariables } from '../../../lib/project/module-sources.ts'
import { ParsedCache } from '../../../lib/project/parsed.ts'

const cases: [name: string, text: string, needed: boolean][] = [
  ['main.tf', 'module "a" {\n  source = "./a"\n}', false],
  ['main.tf', 'module "a" {\n  source  = "x/y/z"\n  version = "~> 1.0" # newest\n}', false],
  ['main.tf', 'module "a" {\n  source = var.where\n}', true],
  ['main.tf', 'module "a" {\n  source = "./${var.which}"\n}', true],
  ['main.tf', 'module "a" {\n  source = "./$${x}"\n}', false],
  ['main.tf', 'module "a" {\n  source  = "x/y/z"\n  version = var.v\n}', true],
  ['main.tf', 'module "a" { source = join("/", ["..", var.which]) }', true],
  ['main.tf', 'module "a" {\n  source = "./a"\n  name = var.name\n}', false],
  // Other blocks can also have a source or a version.
  [
    'main.tf',
    'module "a" {\n  source = "./a"\n}\nresource "aws_s3_object" "o" {\n  source = var.file\n}',
    false,
  ],
  ['main.tf', 'resource "x" "y" {\n  source = module.a.path\n}', false],
  ['main.tf', '# module "a" {\n#  source = var.where\n# }\n', false],
  ['main.tf', 'module "a" {\n  source = var.where', false],
  ['main.tf.json', '{"module": {"a": {"source": "${var.where}"}}}', true],
  [
    'main.tf.json',
    '{"module": [{"a": [{"source": "./a"}]}, {"b": {"source": "./b", "version": "${var.v}"}}]}',
    true,
  ],
  ['main.tf.json', '{"module": {"a": {"source": "./a", "version": "1"}}}', false],
]
for (const [file, text, needed] of cases)
  test(`${needed ? 'needs variables' : 'needs none'}: ${text}`, async (t) => {
    const files = [{ file: `/l/${file}`, text, sha256: sha256(text) }]
    t.is(await modulesNeedVariables(files, new ParsedCache()), needed)
  })
