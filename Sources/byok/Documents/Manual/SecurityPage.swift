internal import ByokCore
internal import ByokKit

extension ManualPage {
  /// The rules that all commands keep about keys, the network, files and messages.
  static let security = ManualPage(
    name: "byok-security", section: 7, summary: "how byok handles keys, the network and faults",
    parts: [
      Part(
        title: "Description",
        blocks: [
          .paragraph(
            "This page describes the rules that all commands of `byok`(1) follow. The keystore's"
              + " format and threat model are in `byok-keystore`(5)."),
          .paragraph(Proof.explanation),
        ]),
      Part(title: "Where a key may go", blocks: SecurityProse.destinations),
      Part(title: "Network", blocks: SecurityProse.network),
      Part(title: "Limits", blocks: SecurityProse.limits),
      Part(title: "Secrets", blocks: SecurityProse.secrets),
      Part(title: "Variables of libraries", blocks: SecurityProse.libraryVariables),
      Part(title: "Messages", blocks: SecurityProse.messages),
      Part(title: "Files", blocks: SecurityProse.files),
      Part(title: "Credentials of other tools", blocks: SecurityProse.credentials),
      Part(title: "Faults", blocks: SecurityProse.faults),
      Part(title: "Does not protect from", blocks: SecurityProse.limitations),
      Part(
        title: "See also",
        blocks: [
          .paragraph(
            "`byok`(1), `byok-keys`(1), `byok-creds`(1), `byok-keystore`(5), `byok-config`(5)")
        ]),
    ])
}

/// What `byok-security`(7) says.
enum SecurityProse {
  /// Which key is sent to which address.
  static let destinations: [ManualPage.Block] = [
    .paragraph(
      "A key is sent only to the addresses of its own source. An address is scheme, host and port:"
        + " all three must match. Anything else ends with status \(ByokError.Kind.noKey.rawValue)"
        + " before a connection is made."
        + Proof.of(.adversary("credentials"))),
    .terms([
      (
        "Sealed keys",
        "Go to the addresses that they were sealed for. `--base-url`, variables and the"
          + " configuration cannot change that; `byok keys add --base-url` can. If they name another"
          + " address, nothing is sent, and the status is 3."
          + Proof.of(.adversary("credentials"), .tests("chat-network"))
      ),
      (
        "Keys from variables",
        "Go to the provider's own address, or to the one in its variable for the address, such as"
          + " OPENAI_BASE_URL beside OPENAI_API_KEY."
          + Proof.of(.adversary("credentials"), .tests("KeyLookupTests"))
      ),
      (
        "Credentials of other tools",
        "Go to their vendor; see below."
          + Proof.of(.adversary("credentials"))
      ),
      (
        "Keys for MCP servers",
        "Go to the address that they were sealed for, or to the program, as the server of that name. If"
          + " config.json names another program or address, nothing is started or sent, and the status is"
          + " 3. The program's arguments are not part of that: with `npx` or `uvx` they decide what runs."
          + Proof.of(.tests("ServerListTests", "ServerBindingTests", "mcp-keys"))
      ),
      (
        "MCP servers",
        "A server's program is started without a shell, in a session of its own without a terminal, with"
          + " three open files and a short list of variables: no variable of byok's or of a provider's key,"
          + " unless `pass_env` names it, and never one that unlocks the keystore. When byok ends, its"
          + " standard input ends; it and what it started are then sent SIGTERM and SIGKILL, also where a"
          + " signal ends byok, but for SIGKILL. A server at an address is followed to no other origin."
          + Proof.of(
            .tests("ServerProgramTests", "ServerFailureTests", "ServerEndTests", "WebServerTests"))
      ),
      (
        "Files from the web",
        "`byok chat -f URL` fetches a file without any key."
          + Proof.of(.tests("chat-files", "WebFetchTests"))
      ),
    ]),
    .paragraph(
      "No file of the current folder is read as configuration, and no `.env` file unless it is"
        + " named, so a repository cannot redirect a key. A key travels in a header field, never in"
        + " an address, and consists of printable ASCII without spaces, so that it cannot add a"
        + " header field."
        + Proof.of(.adversary("credentials"), .tests("KeyValidationTests"))),
  ]

  /// How servers are reached.
  static let network: [ManualPage.Block] = [
    .heading("Redirects"),
    .paragraph(
      "Redirects of requests to providers are never followed. A redirect is an error that names its"
        + " target, without query and user. Fetching a file with `-f URL`, which sends no key,"
        + " follows up to \(WebFetch.redirectLimit) redirects, but not to this machine, to a"
        + " private network, or through a proxy to another host."
        + Proof.of(.hostile("redirects"), .tests("WebFetchTests"))),
    .heading("TLS"),
    .paragraph(
      "TLS 1.2 or later is required, and certificates and host names are always verified: no option"
        + " turns that off. `--ca-file PEM` adds certificate authorities. SSL_CERT_FILE names a"
        + " file of authorities that replace those of the system. SSL_CERT_DIR names a folder of"
        + " further authorities."
        + Proof.of(.hostile("secure"))),
    .paragraph(
      "A project's `.env` file or container may set variables. For sealed keys and other tools'"
        + " credentials, SSL_CERT_FILE and SSL_CERT_DIR are therefore ignored: `--ca-file`, or"
        + " `byok config set ca_file PATH`, adds authorities there. `-v` shows the proxy, the"
        + " authorities and what is ignored."
        + Proof.of(.adversary("credentials"), .tests("chat-tls-sealed"))),
    .heading("Plain http"),
    .paragraph(
      "`http` is allowed only for this machine: `localhost`, 127.0.0.0/8 and [::1]. `localhost` is"
        + " not looked up. Link-local addresses and metadata services of clouds, such as"
        + " 169.254.169.254, are refused with any scheme."
        + Proof.of(.hostile("proxies"), .tests("BaseURLTests"))),
    .heading("Proxies"),
    .paragraph(
      "HTTPS_PROXY and ALL_PROXY, also in lower case, are read as by curl. A proxy for https learns"
        + " host and port, not the key. Requests to this machine never use a proxy."
        + Proof.of(.adversary("credentials"), .hostile("proxies"))),
    .paragraph(
      "NO_PROXY lists servers that are asked directly, separated by commas: a host or a domain, with"
        + " all hosts below it (`example.com`, `.example.com` and `*.example.com` mean the same), an"
        + " address, each also with a port (`host:8443`, `[::1]:8443`), a network such as"
        + " `10.0.0.0/8` or `fd00::/8` for servers that are given by address, or `*`. `byok doctor`"
        + " names entries that have no effect, and `-v` prints what was done for a request."
        + Proof.of(.hostile("proxies"), .tests("ProxyExemptionsTests"))),
    .heading("Protocol"),
    .paragraph(
      "HTTP/1.1, without cookies, caches, compression, `.netrc` or `.curlrc`. A reply is complete"
        + " only with the provider's final event: a connection that closes earlier, even in an"
        + " orderly way, ends with status \(ByokError.Kind.provider.rawValue). What is tried again,"
        + " and when, is in `byok-chat`(1). byok never tries another key on its own."
        + Proof.of(.hostile("ends", "heads", "retries"))),
  ]

  /// How much is accepted from a server.
  static let limits: [ManualPage.Block] = [
    .paragraph("A server that sends more, or takes longer, is stopped:"),
    .terms([
      (
        "Connecting",
        "\(Figures.duration(CurlTransfer.connectTimeout)), including name and TLS."
          + Proof.of(.tests("SecurityPageTests"))
      ),
      (
        "Until the first byte",
        "\(Figures.duration(CurlTransfer.firstByteTimeout))."
          + Proof.of(.tests("CurlTransferTests"))
      ),
      (
        "Silence after that",
        "\(Figures.duration(CurlTransfer.idleTimeout))."
          + Proof.of(.tests("CurlTransferTests"))
      ),
      (
        "Header",
        "\(Figures.size(CurlTransfer.headLimit)), \(Figures.size(CurlTransfer.headerLineLimit)) per"
          + " line; \(CurlTransfer.interimLimit) interim (1xx) responses."
          + Proof.of(.adversary("costs"), .hostile("heads"))
      ),
      (
        "Stream",
        "\(Figures.size(EventStreamParser.lineLimit)) per line,"
          + " \(Figures.size(EventStreamParser.eventLimit)) per event,"
          + " \(Figures.size(ReplyReceiver.streamLimit)) in all."
          + Proof.of(.adversary("costs"), .hostile("events"))
      ),
      (
        "Reply",
        "\(Figures.size(ReplyReceiver.wholeLimit)) without streaming;"
          + " \(Figures.size(ReplyReceiver.keptLimit)) where the whole reply must be kept."
          + Proof.of(.hostile("events", "replies"))
      ),
      (
        "Error message",
        "\(Figures.size(ReplyReceiver.errorLimit))."
          + Proof.of(.hostile("retries"))
      ),
      (
        "JSON",
        "\(JSONValue.depthLimit) levels of nesting."
          + Proof.of(.hostile("events", "replies"))
      ),
    ]),
    .paragraph(
      "`--timeout` limits the total time of a request."
        + Proof.of(.hostile("ends"))),
  ]
}
