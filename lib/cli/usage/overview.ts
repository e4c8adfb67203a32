/** What tfsso is: the beginning of the help and of the manual page. */
export const overview =
  'Plain terraform in a repository with several AWS accounts, with the layer’s own AWS SSO role. In a layer you just type `terraform plan`; these commands are for the rest.'
