terraform {
  # Write-only arguments and ephemeral values.
  required_version = ">= 1.11"
  required_providers {
    # The first with secret_data_wo_version.
    google = { source = "hashicorp/google", version = ">= 6.27" }
    random = { source = "hashicorp/random", version = ">= 3.7.1" }
  }
}
