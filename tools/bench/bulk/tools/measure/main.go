// Runs a command and prints what it took: wall time, processor time of it and its children, and their peak memory, as wait4 reports them.
package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"syscall"
	"time"
)

func main() {
	command := exec.Command(os.Args[1], os.Args[2:]...)
	command.Stdout = os.Stderr
	command.Stderr = os.Stderr
	began := time.Now()
	err := command.Run()
	wall := time.Since(began)
	if command.ProcessState == nil {
		os.Stderr.WriteString(err.Error() + "\n")
		os.Exit(127)
	}
	usage := command.ProcessState.SysUsage().(*syscall.Rusage)
	json.NewEncoder(os.Stdout).Encode(map[string]any{
		"status":    command.ProcessState.ExitCode(),
		"wallMs":    float64(wall.Microseconds()) / 1000,
		"userMs":    float64(command.ProcessState.UserTime().Microseconds()) / 1000,
		"systemMs":  float64(command.ProcessState.SystemTime().Microseconds()) / 1000,
		"peakBytes": usage.Maxrss * 1024,
	})
}
