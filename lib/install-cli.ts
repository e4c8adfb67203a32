import { run } from './cli/program.ts'
import { main } from './install/main.ts'

/*
 * The installer, a program of its own: install.sh starts it. It is no part of what a shim waits for, and
 * runs before anything is installed.
 */

run((args) => main(args, process.env, import.meta.dirname))
