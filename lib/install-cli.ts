import { run } from './cli/program.ts'
import { main } from './install/main.ts'

/*
 * The installer: a separate program, which install.sh starts. It runs before anything is installed.
 */

run((args) => main(args, process.env, import.meta.dirname))
