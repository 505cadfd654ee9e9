// Command provider stands where the providers of Terraform would: it serves their schemas (schemas/, see extract.mjs),
// takes whatever fits to them, and keeps nothing but the state that Terraform itself writes. Which provider it is follows
// from the name it is started with.
package main

import (
	"embed"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"
)

//go:embed schemas
var schemas embed.FS

func main() {
	name := regexp.MustCompile(`^terraform-provider-([a-z]+)`).FindStringSubmatch(filepath.Base(os.Args[0]))
	if name == nil {
		fmt.Fprintln(os.Stderr, "start it as terraform-provider-NAME")
		os.Exit(2)
	}
	text, err := schemas.ReadFile("schemas/" + name[1] + ".json")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	var file file
	if err := json.Unmarshal(text, &file); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	provider := &provider{schema: file.schema()}
	if err := tf6server.Serve(file.Source, func() tfprotov6.ProviderServer { return provider }); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
