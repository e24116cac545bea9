internal import ByokCore
import ByokKit
import Glibc

// First of all: a crash must neither print memory nor run a file from the current folder.
ProcessSetup.resetCrashSignals()
var session = Session()
do {
  session.inherited = try ProcessSetup.harden()
  #if DEBUG
  session.transport = try LoopbackVendors(session.transport, session.environment)
  #endif
  exit(Program.run(Array(CommandLine.arguments.dropFirst()), in: &session))
} catch {
  session.console.report(error)
  exit(error.exitStatus)
}
