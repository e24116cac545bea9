// What the interface names of ByokCore (errors, the environment) comes with `import ByokKit`.
@_exported public import ByokCore

/// Your keys and the models that they open, for Swift programs.
///
/// This is the library of the program `byok`: the same keystore, configuration and usage log, the
/// same rules of which key is used and where it may go. What you seal here, `byok keys list` shows,
/// and the other way round.
///
/// ```swift
/// import ByokKit
///
/// let byok = Byok(home: home)
/// try byok.seal(key.span, as: "openai/work")
/// for key in try byok.keys() { print("\(key.name) …\(key.lastFour ?? "")") }
///
/// let reply = try byok.ask("echo/echo", "It works")
/// print(reply.text)
///
/// var options = Byok.Options()
/// options.system = "Answer in one word."
/// options.maxTokens = 100
/// try byok.ask("echo/echo", "Does it stream?", options) { event in
///   if case .text(let piece) = event { print(piece) }
/// }
/// ```
///
/// **Keystore.** ``keys()`` lists what there is of keys, never a secret; ``seal(_:as:baseURL:replacing:)``
/// seals one and ``remove(_:)`` removes it. Nothing of this library returns a key: a request takes it
/// from locked memory straight to the provider's address that it is bound to. The keystore is unlocked
/// as ``Unlock`` says, and nobody is asked for a passphrase unless you allow it.
///
/// **Providers and models.** ``providers()`` lists the companies, gateways and local servers that can
/// be asked, the user's own included; ``models()`` the models that are known, with limits and prices.
///
/// **Chat.** ``ask(_:_:_:onEvent:)`` sends a prompt and returns the whole ``Reply``, with its tokens
/// and cost. A model is written as on the command line: `PROVIDER/MODEL-ID`, an id that one provider
/// has, an alias of `config.json`, or several separated by commas, of which the next is tried where
/// one cannot answer. Failed requests are tried again, budgets are kept, and requests are noted in
/// the usage log, all as configured. `echo/echo` answers with its prompt, without key or network.
///
/// **Errors.** Everything throws ``ByokError``: a kind (the exit statuses of the program, such as
/// `noKey`, `limited` or `network`), a sentence that never holds a secret, and hints, which are
/// written for the command line.
///
/// **Threads and the process.** Calls block until they are done; a value may be used by several
/// threads at once. The library writes nothing to the standard streams and leaves signals alone; a
/// program that asks the network should ignore `SIGPIPE`, as libcurl needs. `BYOK_PASSPHRASE` is
/// removed from the process's environment when it is read.
public struct Byok: Sendable {
  let session: Session

  /// Access to a keystore and all that belongs to it; no file is touched before it is needed.
  ///
  /// - Parameters:
  ///   - home: The absolute path of the folder that holds all of byok's files; `nil` for what the
  ///     environment says (`BYOK_HOME`, `BYOK_STORE`, the XDG variables, `HOME`).
  ///   - environment: The variables that count, such as `OPENAI_API_KEY` or `HTTPS_PROXY`.
  ///   - unlock: What unlocks the keystore.
  ///   - mayAsk: Whether a passphrase may be asked for, on the terminal of the process.
  ///   - onNote: Takes warnings and notes for a person, such as that a model is deprecated; called
  ///     on the thread that causes them.
  public init(
    home: String? = nil, environment: Environment = .process, unlock: Unlock = .automatic,
    mayAsk: Bool = false, onNote: (@Sendable (String) -> Void)? = nil
  ) {
    self.init(
      Session(environment), home: home, unlock: unlock, mayAsk: mayAsk, onNote: onNote)
  }

  init(
    _ session: Session, home: String? = nil, unlock: Unlock = .automatic, mayAsk: Bool = false,
    onNote: (@Sendable (String) -> Void)? = nil
  ) {
    var session = session
    session.console = Console.silent
    session.console.mayAsk = mayAsk
    session.console.onNote = onNote
    session.home = home
    session.unlock = unlock.options
    session.takesSignals = false
    self.session = session
  }

  /// What unlocks the keystore.
  public struct Unlock: Sendable {
    fileprivate let options: UnlockOptions

    /// What the environment names, else the kernel's keyring, else `unlock.key`, as for `byok`.
    public static let automatic = Self(options: UnlockOptions())

    /// A file that holds the unlock key or a passphrase, and that only its owner can read.
    public static func file(_ path: String) -> Self { Self(options: UnlockOptions(file: path)) }

    /// An open file descriptor, which is read once, to its end.
    public static func descriptor(_ number: Int32) -> Self {
      Self(options: UnlockOptions(descriptor: Int(number)))
    }

    /// A command that prints the passphrase; it is split into words, and run without a shell.
    ///
    /// - Throws: A usage error when it has no word, or a quote does not end.
    public static func command(_ line: String) throws(ByokError) -> Self {
      guard let command = CommandWords(argument: line) else {
        throw ByokError(.usage, "the unlock command must be \(CommandWords.expectation)")
      }
      return Self(options: UnlockOptions(command: command))
    }
  }
}
