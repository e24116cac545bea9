/// Everything a command may touch outside itself, passed in so that tests can replace it.
public struct Session {
  /// Where input is read and output written.
  public var console: Console
  /// The environment variables.
  public var environment: Environment
  /// The time, and waiting.
  public var clock: Clock
  /// How the process was before it protected itself.
  public var inherited: InheritedSetup?
  /// How requests reach the network.
  var transport: any Transport
  /// What the command line says about unlocking the keystore.
  var unlock = UnlockOptions()
  private let memory: UnlockMemory

  /// A session of this process.
  public init() {
    self.init(
      console: Console(), environment: .process, clock: .system,
      transport: CurlTransport(network: NetworkEnvironment(environment: .process)))
  }

  init(console: Console, environment: Environment, clock: Clock, transport: any Transport) {
    self.console = console
    self.environment = environment
    self.clock = clock
    self.transport = transport
    memory = UnlockMemory(environment)
  }

  /// Where byok's files lie.
  var locations: Locations { Locations(environment) }

  /// How to get at the keystore.
  var keystore: KeystoreAccess {
    KeystoreAccess(
      locations: locations, environment: environment, clock: clock, console: console,
      options: unlock, memory: memory)
  }
}
