import { type Document, parseDocument, renderDocument } from '../aws-config/document.ts'
import { parseAwsConfig } from '../aws-config/sections.ts'
import { type ConfiguredProfile, chooseProfiles } from '../configure/accounts.ts'
import { readConfigFile } from '../configure/config-file.ts'
import { type EditOptions, editConfig } from '../configure/edit.ts'
import { merge } from '../configure/merge.ts'
import { planSections, sectionLines } from '../configure/plan-sections.ts'
import { findOwner } from '../configure/project-here.ts'
import { readIfThere } from '../files/read.ts'
import { cacheDirectory, findPlaces, type Places } from '../files/user-paths.ts'
import { requireProject } from '../layout/find.ts'
import { newSources, readProject } from '../layout/read.ts'
import { requireProjectSettings } from '../layout/require.ts'
import { portalSessions } from '../session/portal-sessions.ts'
import { findSession } from '../session/session.ts'
import { writeOutput } from '../terminal/output.ts'
import { say, tell } from '../terminal/say.ts'
import { fail, misconfigured } from '../text/problem.ts'

export interface ConfigureOptions extends EditOptions {
  /** replace sections that tfsso did not write */
  force: boolean
  remove: boolean
  print: boolean
}

/**
 * `tfsso configure`: writes the project's sessions and accounts into the person's AWS config, for tools other than
 * terraform. Exit code 1 if the person says no.
 */
export async function configure(options: ConfigureOptions): Promise<number> {
  const { env } = process
  refuseNonsense(options)
  const places = findPlaces(env)
  if (options.remove) {
    // Outside a project, remove the sections of all projects.
    const project = await findOwner(process.cwd(), places)
    return await editConfig(places, env, options, (document) => merge(document, [], { project }))
  }

  // The result must be the same in every layer, even in one that uses another portal or is in a nested repository.
  const at = { ...requireProject(process.cwd(), env), layer: undefined }
  const reading = await readProject(at, 'run', newSources(cacheDirectory(places, 'parsed')))
  const settings = requireProjectSettings(reading)
  const { project, sso } = settings
  const { profiles, leftOut } = chooseProfiles(settings, reading)
  for (const { what, why } of leftOut) tell(`skipping ${what}: ${why}`)
  const [example] = profiles
  if (!example) {
    throw misconfigured(
      `No account of the project ${project} can be configured.`,
      `Each account needs an id in accounts and ${reading.layout.texts.account}.`,
    )
  }
  warnOfCredentials(places, profiles)
  const plan = (document: Document) => {
    const text = renderDocument(document).toString('utf8')
    const own = parseAwsConfig(text)
    const session = findSession(sso, project, own, places, env)
    const sessionOf = portalSessions(session, own, places)
    return planSections(document, settings, sessionOf, profiles)
  }

  if (options.print) {
    const { sections, reused } = plan(parseDocument(readConfigFile(places.awsConfig).bytes))
    for (const header of reused)
      tell(`${header} is in ${places.awsConfig} already, so it is not printed.`)
    const texts = sections.map((section) => `${sectionLines(section, project).join('\n')}\n`)
    writeOutput(texts.join('\n'))
    return 0
  }
  const code = await editConfig(places, env, options, (document) => {
    const { sections, reused } = plan(document)
    for (const header of reused)
      tell(`${header} already has the start URL and region, so the profiles use it.`)
    const portals = [sso, ...profiles.flatMap(({ portal }) => portal ?? [])]
    return merge(document, sections, { project, portals, force: options.force })
  })
  if (code === 0 && !options.dryRun)
    say(
      `  Try: aws sts get-caller-identity --profile ${JSON.stringify(example.name).replace(/^"(\S*)"$/, '$1')}\n`,
    )
  return code
}

/** tfsso does not change the credentials file, but some tools prefer it to the config. */
function warnOfCredentials(
  { awsCredentials }: Places,
  profiles: readonly ConfiguredProfile[],
): void {
  const text = readIfThere(awsCredentials)?.toString('utf8') ?? ''
  const there = new Set(parseAwsConfig(text, { bare: true }).map(({ name }) => name))
  const both = profiles.filter(({ name }) => there.has(name)).map(({ name }) => name)
  if (both.length > 0)
    tell(
      `${awsCredentials} has keys for ${both.join(', ')}. Some tools use these keys instead of the profiles.`,
    )
}

function refuseNonsense({ print, remove, force, dryRun, yes }: ConfigureOptions): void {
  const others = { remove, force, 'dry-run': dryRun, yes }
  const [first, second] = Object.entries(others).flatMap(([name, on]) => (on ? [`--${name}`] : []))
  const pair = print && first ? ['--print', first] : remove && force ? [first, second] : undefined
  if (pair) throw fail(`${pair.join(' and ')} can't be used together.`, 'Leave one of them out.')
}
