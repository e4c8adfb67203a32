import path from 'node:path'
import type { Inputs } from './inputs.ts'
import { storedBackendProfile } from './mentions.ts'

/** The Terraform and OpenTofu files of a directory. */
export function terraformFiles(directory: string, inputs: Inputs): string[] {
  return ['.tf', '.tofu', '.tf.json', '.tofu.json'].flatMap((suffix) =>
    inputs.glob(directory, suffix),
  )
}

/**
 * The text of all that can name a profile: the var-files that the layer is given, the layer, its local
 * modules, and its own tfvars.
 */
export function layerTexts(directory: string, varFiles: readonly string[], inputs: Inputs) {
  const texts: string[] = []
  const add = (file: string) => {
    const text = inputs.read(file)?.bytes.toString('utf8') ?? ''
    texts.push(text)
    return text
  }
  for (const file of varFiles) add(file)
  const pending = [directory]
  const seen = new Set(pending)
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    for (const file of terraformFiles(at, inputs)) {
      for (const [, source = ''] of add(file).matchAll(/"?source"?\s*[=:]\s*"(\.\.?\/[^"]*)"/g)) {
        const module = path.resolve(at, source)
        if (!seen.has(module)) pending.push(module)
        seen.add(module)
      }
    }
  }
  for (const suffix of ['.tfvars', '.tfvars.json'])
    for (const file of inputs.glob(directory, suffix)) add(file)
  return texts
}

/** The profile of a layer's stored backend. `dataDirectory`: TF_DATA_DIR, from the layer's directory. */
export function storedProfile(
  directory: string,
  dataDirectory: string,
  inputs: Inputs,
): string | undefined {
  const state = inputs.file(path.resolve(directory, dataDirectory, 'terraform.tfstate'))
  const text = inputs.read(state)?.bytes.toString('utf8')
  return text ? storedBackendProfile(text) : undefined
}
