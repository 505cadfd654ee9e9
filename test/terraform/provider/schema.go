package main

import (
	"encoding/json"
	"sort"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// What a file in schemas/ says: the names are those of `terraform providers schema -json`.
type file struct {
	Source    string              `json:"source"`
	Provider  resource            `json:"provider"`
	Resources map[string]resource `json:"resource_schemas"`
	Data      map[string]resource `json:"data_source_schemas"`
	Ephemeral map[string]resource `json:"ephemeral_resource_schemas"`
}

type resource struct {
	Block block `json:"block"`
}

type block struct {
	Attributes map[string]attribute `json:"attributes"`
	Blocks     map[string]nested    `json:"block_types"`
}

type attribute struct {
	Type      json.RawMessage `json:"type"`
	Nested    *nestedType     `json:"nested_type"`
	Required  bool            `json:"required"`
	Optional  bool            `json:"optional"`
	Computed  bool            `json:"computed"`
	WriteOnly bool            `json:"write_only"`
}

type nestedType struct {
	Mode       string               `json:"nesting_mode"`
	Attributes map[string]attribute `json:"attributes"`
}

type nested struct {
	Mode  string `json:"nesting_mode"`
	Block block  `json:"block"`
	Min   int64  `json:"min_items"`
	Max   int64  `json:"max_items"`
}

func (f file) schema() *tfprotov6.GetProviderSchemaResponse {
	return &tfprotov6.GetProviderSchemaResponse{
		Provider:                 f.Provider.schema(),
		ResourceSchemas:          all(f.Resources),
		DataSourceSchemas:        all(f.Data),
		EphemeralResourceSchemas: all(f.Ephemeral),
		ServerCapabilities:       &tfprotov6.ServerCapabilities{GetProviderSchemaOptional: true},
	}
}

func all(resources map[string]resource) map[string]*tfprotov6.Schema {
	result := map[string]*tfprotov6.Schema{}
	for name, one := range resources {
		result[name] = one.schema()
	}
	return result
}

func (r resource) schema() *tfprotov6.Schema { return &tfprotov6.Schema{Block: r.Block.schema()} }

var blockModes = map[string]tfprotov6.SchemaNestedBlockNestingMode{
	"single": tfprotov6.SchemaNestedBlockNestingModeSingle,
	"list":   tfprotov6.SchemaNestedBlockNestingModeList,
	"set":    tfprotov6.SchemaNestedBlockNestingModeSet,
	"map":    tfprotov6.SchemaNestedBlockNestingModeMap,
}

var objectModes = map[string]tfprotov6.SchemaObjectNestingMode{
	"single": tfprotov6.SchemaObjectNestingModeSingle,
	"list":   tfprotov6.SchemaObjectNestingModeList,
	"set":    tfprotov6.SchemaObjectNestingModeSet,
	"map":    tfprotov6.SchemaObjectNestingModeMap,
}

func (b block) schema() *tfprotov6.SchemaBlock {
	result := &tfprotov6.SchemaBlock{Attributes: attributes(b.Attributes)}
	for _, name := range sorted(b.Blocks) {
		one := b.Blocks[name]
		result.BlockTypes = append(result.BlockTypes, &tfprotov6.SchemaNestedBlock{
			TypeName: name, Nesting: blockModes[one.Mode], Block: one.Block.schema(), MinItems: one.Min, MaxItems: one.Max,
		})
	}
	return result
}

func attributes(all map[string]attribute) []*tfprotov6.SchemaAttribute {
	var result []*tfprotov6.SchemaAttribute
	for _, name := range sorted(all) {
		result = append(result, all[name].schema(name))
	}
	return result
}

func (a attribute) schema(name string) *tfprotov6.SchemaAttribute {
	result := &tfprotov6.SchemaAttribute{
		Name: name, Required: a.Required, Optional: a.Optional, Computed: a.Computed, WriteOnly: a.WriteOnly,
	}
	if a.Nested != nil {
		result.NestedType = &tfprotov6.SchemaObject{
			Nesting: objectModes[a.Nested.Mode], Attributes: attributes(a.Nested.Attributes),
		}
		return result
	}
	kind, err := tftypes.ParseJSONType(a.Type) //nolint:staticcheck // the only reader of this notation
	if err != nil {
		panic(name + ": " + err.Error())
	}
	result.Type = kind
	return result
}

func sorted[T any](all map[string]T) []string {
	var names []string
	for name := range all {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}
