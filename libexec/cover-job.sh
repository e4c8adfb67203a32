# shellcheck shell=sh
# shellcheck disable=SC2034,SC2154 # the parts of the shim share their variables
# What decides how a CI job's credentials are had, for tfsso_covered; of secrets, whether there are any.

tfsso_key=${AWS_ACCESS_KEY_ID:-${AWS_ACCESS_KEY-}}
tfsso_secret=${AWS_SECRET_ACCESS_KEY:-${AWS_SECRET_KEY-}}
tfsso_uri=${AWS_CONTAINER_CREDENTIALS_RELATIVE_URI:-${AWS_CONTAINER_CREDENTIALS_FULL_URI-}}
tfsso_covered="$tfsso_covered|$TFSSO_CI_ROLE|${tfsso_key:+set}|${tfsso_secret:+set}"
tfsso_covered="$tfsso_covered|${AWS_ROLE_ARN-}|${AWS_ROLE_SESSION_NAME-}"
tfsso_covered="$tfsso_covered|${AWS_WEB_IDENTITY_TOKEN_FILE-}"
tfsso_covered="$tfsso_covered|${AWS_PROFILE:-${AWS_DEFAULT_PROFILE-}}|${tfsso_uri:+set}"
tfsso_covered="$tfsso_covered|${AWS_EC2_METADATA_DISABLED-}"
