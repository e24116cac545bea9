internal import ByokCore
import ByokKit
import Glibc

// First of all: a crash must neither print memory nor run a file from the current folder.
ProcessSetup.resetCrashSignals()
var session = Session()
do {
  session.inherited = try ProcessSetup.harden()
  exit(Program.run(Array(CommandLine.arguments.dropFirst()), in: &session))
} catch {
  session.console.report(error)
  exit(error.exitStatus)
}
