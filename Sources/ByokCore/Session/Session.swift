/// Everything a command may touch outside itself, passed in so that tests can replace it.
package struct Session: Sendable {
  /// Where input is read and output written.
  package var console: Console
  /// The environment variables.
  package var environment: Environment
  /// The time, and waiting.
  package var clock: Clock
  /// How the process was before it protected itself.
  package var inherited: InheritedSetup?
  /// How requests reach the network.
  package var transport: any Transport
  /// What the command line says about unlocking the keystore.
  package var unlock = UnlockOptions()
  /// The folder of all files; `nil` for what the environment says.
  package var home: String?
  /// Whether signals that end the process wait until a request under way has been noted.
  package var takesSignals = true
  private let memory: UnlockMemory

  /// A session of this process.
  package init(_ environment: Environment = .process) {
    self.init(
      console: Console(), environment: environment, clock: .system,
      transport: CurlTransport(network: NetworkEnvironment(environment: environment)))
  }

  package init(console: Console, environment: Environment, clock: Clock, transport: any Transport) {
    self.console = console
    self.environment = environment
    self.clock = clock
    self.transport = transport
    memory = UnlockMemory(environment)
  }

  /// Locations of byok's files.
  package var locations: Locations { Locations(environment, home: home) }

  /// How to get at the keystore.
  package var keystore: KeystoreAccess {
    KeystoreAccess(
      locations: locations, environment: environment, clock: clock, console: console,
      options: unlock, memory: memory)
  }
}
