// Reads texts as kubectl does: k8s.io/apimachinery's decoder, which is sigs.k8s.io/yaml and encoding/json. Takes JSON
// strings on standard input, answers each with a line: {"documents": […]} or {"error": "…"}.
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"

	"k8s.io/apimachinery/pkg/util/yaml"
)

type answer struct {
	Documents []json.RawMessage `json:"documents"`
	Error     string            `json:"error,omitempty"`
}

func read(text string) answer {
	result := answer{Documents: []json.RawMessage{}}
	decoder := yaml.NewYAMLOrJSONDecoder(bytes.NewReader([]byte(text)), 4096)
	for {
		var document json.RawMessage
		err := decoder.Decode(&document)
		if errors.Is(err, io.EOF) {
			return result
		}
		if err != nil {
			result.Error = err.Error()
			return result
		}
		result.Documents = append(result.Documents, bytes.Clone(document))
	}
}

func main() {
	texts := json.NewDecoder(bufio.NewReader(os.Stdin))
	answers := json.NewEncoder(os.Stdout)
	for {
		var text string
		if err := texts.Decode(&text); err != nil {
			return
		}
		if err := answers.Encode(read(text)); err != nil {
			os.Exit(1)
		}
	}
}
