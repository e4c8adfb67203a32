/** What tfsso is, as the help and the manual page begin. */
export const overview =
  'Plain terraform in a repository with several AWS accounts, with the layer’s own AWS SSO role. In a layer you just type `terraform plan`; these commands are for the rest.'
