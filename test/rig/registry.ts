/** The variables with which npm reaches the package registry. */
export function registryNetwork(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).filter(
      (entry): entry is [string, string] =>
        entry[1] !== undefined &&
        /^(npm_config_(registry|cafile)|NODE_EXTRA_CA_CERTS)$/i.test(entry[0]),
    ),
  )
}
