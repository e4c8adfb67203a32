import path from 'node:path'
import type { Inputs } from './inputs.ts'
import { storedBackendProfile } from './mentions.ts'

/** The files become inputs. */
export function terraformFiles(directory: string, inputs: Inputs): string[] {
  return ['.tf', '.tofu', '.tf.json', '.tofu.json'].flatMap((suffix) =>
    inputs.glob(directory, suffix),
  )
}

/** What `terraform test` and `tofu test` read by default. These files can name profiles, so they become inputs. */
export function testFiles(directory: string, inputs: Inputs): string[] {
  return [directory, path.join(directory, 'tests')].flatMap((place) =>
    ['.tftest.hcl', '.tftest.json', '.tofutest.hcl', '.tofutest.json'].flatMap((suffix) =>
      inputs.glob(place, suffix),
    ),
  )
}

/**
 * The profile of the backend that the last `init` stored. `dataDirectory`: TF_DATA_DIR, absolute or relative to the
 * layer's directory.
 */
export function storedProfile(
  directory: string,
  dataDirectory: string,
  inputs: Inputs,
): string | undefined {
  const state = inputs.file(path.resolve(directory, dataDirectory, 'terraform.tfstate'))
  const text = inputs.read(state)?.bytes.toString('utf8')
  return text ? storedBackendProfile(text) : undefined
}
