import path from 'node:path'
import { readIfThere } from '../files/read.ts'
import type { Environment } from '../files/user-paths.ts'
import { parseHcl } from '../project/hcl.ts'
import { blocksOf } from '../project/layer-scope.ts'
import { asProblem } from '../text/attempt.ts'

/**
 * The plugin cache and filesystem mirrors in the person's CLI configuration. Skips a configuration file that can't be
 * read or parsed.
 */
export async function configuredDirectories(env: Environment): Promise<string[]> {
  const { TF_CLI_CONFIG_FILE: file, HOME: home } = env
  const files = file
    ? [file]
    : home
      ? ['.terraformrc', '.tofurc'].map((name) => path.join(home, name))
      : []
  const found: string[] = []
  for (const file of files) {
    try {
      const text = readIfThere(file)?.toString()
      if (text !== undefined) found.push(...directoriesOf(await parseHcl(file, text), env))
    } catch (error) {
      asProblem(error)
    }
  }
  return found
}

function directoriesOf(config: Record<string, unknown>, env: Environment): string[] {
  const mirrors = blocksOf(config.provider_installation)
    .flatMap(({ filesystem_mirror: mirror }) => blocksOf(mirror))
    .map((mirror) => mirror.path)
  return [config.plugin_cache_dir, ...mirrors]
    .filter((directory) => typeof directory === 'string')
    .map((directory) => expand(directory, env))
}

/** Expands `$NAME` and `${NAME}` as terraform does in plugin_cache_dir. An unset variable is empty. */
function expand(directory: string, env: Environment): string {
  return directory.replace(
    /\$(?:\{(\w+)\}|(\w+))/g,
    (_, braced, plain) => env[braced ?? plain] ?? '',
  )
}
