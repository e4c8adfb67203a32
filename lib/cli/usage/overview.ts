/** for the help and the manual page */
export const overview =
  'With tfsso you run plain tofu and terraform in a repository with several AWS accounts, and each run gets the AWS SSO role of its directory. In a directory of an account (a layer) you just type `tofu plan`. The commands below are for everything else.'
