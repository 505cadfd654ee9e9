// Prints which fields of the built-in kinds the API server leaves out of an answer when they are empty: those whose Go
// type says omitempty and is no pointer. Read from the published types by reflection, because the OpenAPI document tells
// no pointer from a value.
package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"runtime/debug"
	"slices"
	"strings"

	admissionregistration "k8s.io/api/admissionregistration/v1"
	apps "k8s.io/api/apps/v1"
	autoscaling "k8s.io/api/autoscaling/v2"
	batch "k8s.io/api/batch/v1"
	coordination "k8s.io/api/coordination/v1"
	core "k8s.io/api/core/v1"
	discovery "k8s.io/api/discovery/v1"
	flowcontrol "k8s.io/api/flowcontrol/v1"
	networking "k8s.io/api/networking/v1"
	node "k8s.io/api/node/v1"
	policy "k8s.io/api/policy/v1"
	rbac "k8s.io/api/rbac/v1"
	scheduling "k8s.io/api/scheduling/v1"
	storage "k8s.io/api/storage/v1"
	"k8s.io/apimachinery/pkg/runtime"
)

var groups = []func(*runtime.Scheme) error{
	admissionregistration.AddToScheme, apps.AddToScheme, autoscaling.AddToScheme, batch.AddToScheme,
	coordination.AddToScheme, core.AddToScheme, discovery.AddToScheme, flowcontrol.AddToScheme,
	networking.AddToScheme, node.AddToScheme, policy.AddToScheme, rbac.AddToScheme, scheduling.AddToScheme,
	storage.AddToScheme,
}

// A type: field → "-" when its empty value is left out, then the type of what is in it, if that has fields.
type fields map[string]string

type document struct {
	kinds map[string]string
	types map[string]fields
}

func main() {
	scheme := runtime.NewScheme()
	for _, add := range groups {
		if err := add(scheme); err != nil {
			panic(err)
		}
	}
	all := document{kinds: map[string]string{}, types: map[string]fields{}}
	for gvk, kind := range scheme.AllKnownTypes() {
		// Lists, and what only requests have.
		if _, hasMetadata := kind.FieldByName("ObjectMeta"); !hasMetadata || gvk.Version == "__internal" {
			continue
		}
		all.kinds[gvk.GroupVersion().String()+"/"+gvk.Kind] = all.add(kind)
	}
	all.prune()
	fmt.Printf("{\n\"source\": %q,\n\"kinds\": {\n%s\n},\n\"types\": {\n%s\n}\n}\n", source(), lines(all.kinds), lines(all.types))
}

// The module that the types are from.
func source() string {
	info, _ := debug.ReadBuildInfo()
	for _, dependency := range info.Deps {
		if dependency.Path == "k8s.io/api" {
			return dependency.Path + " " + dependency.Version
		}
	}
	panic("built without k8s.io/api")
}

// One entry a line, sorted.
func lines[V any](entries map[string]V) string {
	var all []string
	for _, key := range slices.Sorted(maps.Keys(entries)) {
		value, err := json.Marshal(entries[key])
		if err != nil {
			panic(err)
		}
		all = append(all, fmt.Sprintf("%q: %s", key, value))
	}
	return strings.Join(all, ",\n")
}

func (all document) add(t reflect.Type) string {
	parts := strings.Split(t.PkgPath(), "/")
	name := fmt.Sprintf("%s.%s", strings.Join(parts[len(parts)-2:], "."), t.Name())
	if _, known := all.types[name]; !known {
		all.types[name] = fields{}
		all.addFields(name, t)
	}
	return name
}

func (all document) addFields(name string, t reflect.Type) {
	for i := range t.NumField() {
		field := t.Field(i)
		key, options, _ := strings.Cut(field.Tag.Get("json"), ",")
		if key == "" && field.Anonymous {
			all.addFields(name, field.Type)
			continue
		}
		// The server writes these itself.
		if key == "-" || key == "" || key == "status" || key == "apiVersion" || key == "kind" {
			continue
		}
		text := ""
		if strings.Contains(options, "omitempty") && vanishes(field.Type) {
			text = "-"
		}
		if inner, ok := structIn(field.Type); ok {
			text += all.add(inner)
		}
		all.types[name][key] = text
	}
}

// Whether encoding/json takes an empty value of the type for none.
func vanishes(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Pointer, reflect.Struct, reflect.Interface:
		return false
	}
	return true
}

// The struct that a field holds, directly or as list or values of a map; none for those that write themselves.
func structIn(t reflect.Type) (reflect.Type, bool) {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice || t.Kind() == reflect.Map {
		t = t.Elem()
	}
	marshaler := reflect.TypeFor[json.Marshaler]()
	return t, t.Kind() == reflect.Struct && !t.Implements(marshaler) && !reflect.PointerTo(t).Implements(marshaler)
}

// Fields that say nothing, and types that then have none, go.
func (all document) prune() {
	for changed := true; changed; {
		changed = false
		for name, type_ := range all.types {
			for key, text := range type_ {
				inner := strings.TrimPrefix(text, "-")
				if _, known := all.types[inner]; inner != "" && !known {
					type_[key] = strings.TrimSuffix(text, inner)
					changed = true
				}
				if type_[key] == "" {
					delete(type_, key)
					changed = true
				}
			}
			if len(type_) == 0 {
				delete(all.types, name)
				changed = true
			}
		}
	}
}
