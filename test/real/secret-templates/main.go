// Reads a JSON list on standard input and answers with one: templates as External Secrets renders them (Go's own, with
// the functions of sprig), and policies as Vault parses them (HCL, version 1).
package main

import (
	"bytes"
	"encoding/json"
	"os"
	"text/template"

	"github.com/Masterminds/sprig/v3"
	"github.com/hashicorp/hcl"
)

type question struct {
	Template string            `json:"template,omitempty"`
	Values   map[string]string `json:"values,omitempty"`
	Policy   string            `json:"policy,omitempty"`
}

type answer struct {
	Text  string         `json:"text,omitempty"`
	Rules map[string]any `json:"rules,omitempty"`
	Error string         `json:"error,omitempty"`
}

func main() {
	var questions []question
	if err := json.NewDecoder(os.Stdin).Decode(&questions); err != nil {
		panic(err)
	}
	answers := make([]answer, len(questions))
	for i, q := range questions {
		if q.Policy != "" {
			answers[i] = parse(q.Policy)
		} else {
			answers[i] = render(q.Template, q.Values)
		}
	}
	if err := json.NewEncoder(os.Stdout).Encode(answers); err != nil {
		panic(err)
	}
}

func render(text string, values map[string]string) answer {
	parsed, err := template.New("secret").Option("missingkey=error").Funcs(sprig.TxtFuncMap()).Parse(text)
	if err != nil {
		return answer{Error: err.Error()}
	}
	var out bytes.Buffer
	if err := parsed.Execute(&out, values); err != nil {
		return answer{Error: err.Error()}
	}
	return answer{Text: out.String()}
}

func parse(text string) answer {
	var rules map[string]any
	if err := hcl.Decode(&rules, text); err != nil {
		return answer{Error: err.Error()}
	}
	return answer{Rules: rules}
}
