# shellcheck shell=sh
# shellcheck disable=SC2034 # the parts of the shim share their variables
# The variables of the environment that a grant changes.

# All that would fight the layer's credentials (facts: what the Go SDK takes in front of them).
tfsso_cleared='AWS_PROFILE AWS_DEFAULT_PROFILE AWS_SECURITY_TOKEN AWS_ACCESS_KEY AWS_SECRET_KEY
AWS_ROLE_ARN AWS_ROLE_SESSION_NAME AWS_WEB_IDENTITY_TOKEN_FILE AWS_CONTAINER_CREDENTIALS_FULL_URI
AWS_CONTAINER_CREDENTIALS_RELATIVE_URI AWS_CONTAINER_AUTHORIZATION_TOKEN
AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE'
tfsso_given_names='AWS_ACCESS_KEY_ID AWS_CREDENTIAL_EXPIRATION AWS_CONFIG_FILE
AWS_SHARED_CREDENTIALS_FILE AWS_REGION AWS_DEFAULT_REGION'
# Recorded by what goes with them.
tfsso_secrets='AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN'
