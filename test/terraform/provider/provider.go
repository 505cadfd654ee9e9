package main

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// What Terraform 1.11 and OpenTofu ask of a provider; anything else would fail at the interface, which is not there.
type provider struct {
	tfprotov6.ProviderServer
	schema *tfprotov6.GetProviderSchemaResponse
}

func (p *provider) GetMetadata(context.Context, *tfprotov6.GetMetadataRequest) (*tfprotov6.GetMetadataResponse, error) {
	result := &tfprotov6.GetMetadataResponse{ServerCapabilities: p.schema.ServerCapabilities}
	for name := range p.schema.ResourceSchemas {
		result.Resources = append(result.Resources, tfprotov6.ResourceMetadata{TypeName: name})
	}
	return result, nil
}

func (p *provider) GetProviderSchema(context.Context, *tfprotov6.GetProviderSchemaRequest) (*tfprotov6.GetProviderSchemaResponse, error) {
	return p.schema, nil
}

func (p *provider) GetResourceIdentitySchemas(context.Context, *tfprotov6.GetResourceIdentitySchemasRequest) (*tfprotov6.GetResourceIdentitySchemasResponse, error) {
	return &tfprotov6.GetResourceIdentitySchemasResponse{}, nil
}

func (p *provider) GetFunctions(context.Context, *tfprotov6.GetFunctionsRequest) (*tfprotov6.GetFunctionsResponse, error) {
	return &tfprotov6.GetFunctionsResponse{}, nil
}

func (p *provider) ValidateProviderConfig(_ context.Context, request *tfprotov6.ValidateProviderConfigRequest) (*tfprotov6.ValidateProviderConfigResponse, error) {
	return &tfprotov6.ValidateProviderConfigResponse{PreparedConfig: request.Config}, nil
}

func (p *provider) ConfigureProvider(context.Context, *tfprotov6.ConfigureProviderRequest) (*tfprotov6.ConfigureProviderResponse, error) {
	return &tfprotov6.ConfigureProviderResponse{}, nil
}

func (p *provider) StopProvider(context.Context, *tfprotov6.StopProviderRequest) (*tfprotov6.StopProviderResponse, error) {
	return &tfprotov6.StopProviderResponse{}, nil
}

func (p *provider) ValidateResourceConfig(context.Context, *tfprotov6.ValidateResourceConfigRequest) (*tfprotov6.ValidateResourceConfigResponse, error) {
	return &tfprotov6.ValidateResourceConfigResponse{}, nil
}

func (p *provider) ValidateDataResourceConfig(context.Context, *tfprotov6.ValidateDataResourceConfigRequest) (*tfprotov6.ValidateDataResourceConfigResponse, error) {
	return &tfprotov6.ValidateDataResourceConfigResponse{}, nil
}

func (p *provider) ValidateEphemeralResourceConfig(context.Context, *tfprotov6.ValidateEphemeralResourceConfigRequest) (*tfprotov6.ValidateEphemeralResourceConfigResponse, error) {
	return &tfprotov6.ValidateEphemeralResourceConfigResponse{}, nil
}

func (p *provider) UpgradeResourceState(_ context.Context, request *tfprotov6.UpgradeResourceStateRequest) (*tfprotov6.UpgradeResourceStateResponse, error) {
	kind := p.schema.ResourceSchemas[request.TypeName].ValueType()
	value, err := request.RawState.Unmarshal(kind)
	if err != nil {
		return nil, err
	}
	state, err := tfprotov6.NewDynamicValue(kind, value)
	return &tfprotov6.UpgradeResourceStateResponse{UpgradedState: &state}, err
}

func (p *provider) ReadResource(_ context.Context, request *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
	return &tfprotov6.ReadResourceResponse{NewState: request.CurrentState, Private: request.Private}, nil
}

// A new object has what the provider sets still unknown, and never what is only written.
func (p *provider) PlanResourceChange(_ context.Context, request *tfprotov6.PlanResourceChangeRequest) (*tfprotov6.PlanResourceChangeResponse, error) {
	schema := p.schema.ResourceSchemas[request.TypeName]
	prior, err := request.PriorState.Unmarshal(schema.ValueType())
	if err != nil {
		return nil, err
	}
	state, err := change(schema, request.ProposedNewState, func(attribute *tfprotov6.SchemaAttribute, value tftypes.Value) tftypes.Value {
		if attribute.WriteOnly {
			return tftypes.NewValue(value.Type(), nil)
		}
		if attribute.Computed && value.IsNull() && prior.IsNull() {
			return tftypes.NewValue(value.Type(), tftypes.UnknownValue)
		}
		return value
	})
	return &tfprotov6.PlanResourceChangeResponse{PlannedState: state, PlannedPrivate: request.PriorPrivate}, err
}

func (p *provider) ApplyResourceChange(_ context.Context, request *tfprotov6.ApplyResourceChangeRequest) (*tfprotov6.ApplyResourceChangeResponse, error) {
	state, err := change(p.schema.ResourceSchemas[request.TypeName], request.PlannedState, made(request.TypeName))
	return &tfprotov6.ApplyResourceChangeResponse{NewState: state, Private: request.PlannedPrivate}, err
}

func (p *provider) ReadDataSource(_ context.Context, request *tfprotov6.ReadDataSourceRequest) (*tfprotov6.ReadDataSourceResponse, error) {
	state, err := change(p.schema.DataSourceSchemas[request.TypeName], request.Config, made(request.TypeName))
	return &tfprotov6.ReadDataSourceResponse{State: state}, err
}

// Ephemeral values repeat one word, so that a state they have come into can be told from one they have not.
func (p *provider) OpenEphemeralResource(_ context.Context, request *tfprotov6.OpenEphemeralResourceRequest) (*tfprotov6.OpenEphemeralResourceResponse, error) {
	result, err := change(p.schema.EphemeralResourceSchemas[request.TypeName], request.Config, func(attribute *tfprotov6.SchemaAttribute, value tftypes.Value) tftypes.Value {
		if attribute.Computed && !attribute.Optional {
			return tftypes.NewValue(value.Type(), strings.Repeat("Generated0", 8))
		}
		return value
	})
	return &tfprotov6.OpenEphemeralResourceResponse{Result: result}, err
}

func (p *provider) CloseEphemeralResource(context.Context, *tfprotov6.CloseEphemeralResourceRequest) (*tfprotov6.CloseEphemeralResourceResponse, error) {
	return &tfprotov6.CloseEphemeralResourceResponse{}, nil
}

// What an object has once it is made: text names where it comes from, everything else is left out.
func made(typeName string) func(*tfprotov6.SchemaAttribute, tftypes.Value) tftypes.Value {
	return func(attribute *tfprotov6.SchemaAttribute, value tftypes.Value) tftypes.Value {
		if value.IsKnown() && !(attribute.Computed && value.IsNull()) {
			return value
		}
		if value.Type().Is(tftypes.String) {
			return tftypes.NewValue(tftypes.String, typeName+"."+attribute.Name)
		}
		return tftypes.NewValue(value.Type(), nil)
	}
}

// The value with each of its attributes changed; null, which is what becomes of something removed, stays null.
func change(schema *tfprotov6.Schema, from *tfprotov6.DynamicValue, each func(*tfprotov6.SchemaAttribute, tftypes.Value) tftypes.Value) (*tfprotov6.DynamicValue, error) {
	kind := schema.ValueType()
	value, err := from.Unmarshal(kind)
	if err != nil || value.IsNull() {
		return from, err
	}
	var members map[string]tftypes.Value
	if err := value.As(&members); err != nil {
		return nil, err
	}
	for _, attribute := range schema.Block.Attributes {
		members[attribute.Name] = each(attribute, members[attribute.Name])
	}
	result, err := tfprotov6.NewDynamicValue(kind, tftypes.NewValue(kind, members))
	return &result, err
}
