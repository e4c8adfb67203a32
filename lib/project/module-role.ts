import { blocksOf } from './layer-scope.ts'
import { type Body, outline } from './outline.ts'

/** What one file says about whether directories are root modules. */
export interface ModuleRole {
  /** the sources of its `module` blocks */
  calls: string[]
  /** whether it has a backend or a `cloud` block, which only count in a root module */
  isRoot: boolean
}

/**
 * Throws an error for invalid JSON. For invalid HCL, the function throws a RangeError or returns a meaningless result.
 */
export function moduleRole(file: string, text: string): ModuleRole {
  if (!/\b(module|backend|cloud)\b/.test(text)) return { calls: [], isRoot: false }
  return file.endsWith('.json') ? roleInJson(JSON.parse(text)) : roleInHcl(outline(text))
}

function roleInHcl({ blocks }: Body): ModuleRole {
  const bodies = (type: string) =>
    blocks.filter((block) => block.type === type).map(({ body }) => body)
  return {
    calls: bodies('module').flatMap(({ attributes }) => {
      const [, source] = /^\s*"([^"]*)"/.exec(attributes.get('source')?.text ?? '') ?? []
      return source ?? []
    }),
    isRoot: bodies('terraform').some((terraform) =>
      terraform.blocks.some(({ type }) => type === 'backend' || type === 'cloud'),
    ),
  }
}

function roleInJson(parsed: unknown): ModuleRole {
  const bodies = (type: string) => blocksOf(parsed).flatMap((body) => blocksOf(body[type]))
  return {
    calls: bodies('module')
      .flatMap((named) => Object.values(named).flatMap(blocksOf))
      .flatMap(({ source }) => (typeof source === 'string' ? source : [])),
    isRoot: bodies('terraform').some(
      ({ backend, cloud }) => backend !== undefined || cloud !== undefined,
    ),
  }
}
