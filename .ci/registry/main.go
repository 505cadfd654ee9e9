// A registry of containers on loopback that forgets everything, with the API of referrers, which bundles of cosign need. It
// prints its address, and ends when its standard input does, so that nobody has to remember to end it.
package main

import (
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"

	"github.com/google/go-containerregistry/pkg/registry"
)

func main() {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	quiet := registry.Logger(log.New(io.Discard, "", 0))
	go func() {
		log.Fatal(http.Serve(listener, registry.New(registry.WithReferrersSupport(true), quiet)))
	}()
	fmt.Println(listener.Addr())
	if _, err := io.Copy(io.Discard, os.Stdin); err != nil {
		log.Fatal(err)
	}
}
