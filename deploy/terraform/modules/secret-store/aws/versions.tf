terraform {
  # Write-only arguments and ephemeral values.
  required_version = ">= 1.11"
  required_providers {
    aws    = { source = "hashicorp/aws", version = ">= 6.0" }
    random = { source = "hashicorp/random", version = ">= 3.7.1" }
  }
}
