terraform {
  # Write-only arguments and ephemeral values.
  required_version = ">= 1.11"
  required_providers {
    helm = { source = "hashicorp/helm", version = ">= 3.0" }
    # The first with data_wo.
    kubernetes = { source = "hashicorp/kubernetes", version = ">= 2.36" }
  }
}
