import fs from 'node:fs'
import path from 'node:path'
import { write } from '../rig/project.ts'

export function writeProgram(file: string, text: string): string {
  write(file, text)
  fs.chmodSync(file, 0o755)
  return file
}

/**
 * Puts a program, the mirror, into a directory. The mirror prints how it was started, and its stdin, byte for byte. It
 * exits with 42. It is in Perl, because sh would change the environment.
 */
export function placeMirror(directory: string, name = 'terraform'): string {
  return writeProgram(
    path.join(directory, name),
    `#!/usr/bin/perl
$_ = readlink "/proc/self/cwd";
print join("\\0", $0, $_, scalar(@ARGV), @ARGV), "\\n\\n";
print join("\\0", map { "$_=$ENV{$_}" } sort keys %ENV), "\\n\\n";
print <STDIN>;
print STDERR "mirror, mirror\\n";
exit 42;
`,
  )
}

/** Returns the mirror's output without the variables that sh and the shim change. */
export function withoutOurs(shown: string): string {
  const own = /^(PWD|OLDPWD|SHLVL|_|TFSSO_TRIED)=/
  const [start, env = '', ...stdin] = shown.split('\n\n')
  return [start, env.split('\0').filter((line) => !own.test(line)), ...stdin].join('\n\n')
}
