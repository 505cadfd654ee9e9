terraform {
  required_version = ">= 1.11"
  required_providers {
    # The first whose resources name their region, so that a replica needs no second provider.
    aws = { source = "hashicorp/aws", version = ">= 6.0" }
  }
}
