// Reads a JSON list of requests with the CEL expressions of a policy on standard input and answers with one list of
// results for each, evaluated by the library that the API server uses, with its optional types.
package main

import (
	"encoding/json"
	"os"

	"github.com/google/cel-go/cel"
)

type question struct {
	Expressions []string       `json:"expressions"`
	Variables   map[string]any `json:"variables"`
}

func main() {
	var questions []question
	if err := json.NewDecoder(os.Stdin).Decode(&questions); err != nil {
		panic(err)
	}
	env, err := cel.NewEnv(
		cel.OptionalTypes(),
		cel.Variable("object", cel.DynType),
		cel.Variable("oldObject", cel.DynType),
		cel.Variable("request", cel.DynType),
	)
	if err != nil {
		panic(err)
	}
	answers := make([][]any, len(questions))
	for i, q := range questions {
		for _, expression := range q.Expressions {
			answers[i] = append(answers[i], evaluate(env, expression, q.Variables))
		}
	}
	if err := json.NewEncoder(os.Stdout).Encode(answers); err != nil {
		panic(err)
	}
}

// The value, or the message of an error.
func evaluate(env *cel.Env, expression string, variables map[string]any) any {
	ast, issues := env.Compile(expression)
	if issues.Err() != nil {
		return issues.Err().Error()
	}
	program, err := env.Program(ast)
	if err != nil {
		return err.Error()
	}
	value, _, err := program.Eval(variables)
	if err != nil {
		return err.Error()
	}
	return value.Value()
}
