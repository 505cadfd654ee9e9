path "bkg/data/e/a" {
  capabilities = ["read"]
}
