internal import ByokCore
internal import ByokKit

extension CommandProse {
  /// Errors that users meet first.
  static let troubleshooting = ManualPage.Part(
    title: "Troubleshooting",
    blocks: [
      .paragraph(
        "Common errors, with their exit status. `-v` prints which key is used and where it comes from, the"
          + " proxy and certificate authorities of each request, and what is retried."),
      .terms([
        (
          "no key for Anthropic (\(ByokError.Kind.noKey.rawValue))",
          "Run `byok keys add anthropic`, or set the variable named in the hint."
        ),
        (
          "OpenAI refuses the sealed key openai/default (\(ByokError.Kind.keyRejected.rawValue))",
          "Make a new key at the address in the hint, then run `byok keys add openai/default --replace`."
        ),
        (
          "OpenAI limits the rate of requests (\(ByokError.Kind.limited.rawValue))",
          "byok has already retried. Wait as long as the hint says, or use `--retries 5`."
        ),
        (
          "the quota or credit at OpenAI is used up (\(ByokError.Kind.limited.rawValue))",
          "Check plan and billing at the address in the hint; waiting does not help."
        ),
        (
          "OpenAI has no model 'gpt-5.4-mny' for this key"
            + " (\(ByokError.Kind.modelUnavailable.rawValue))",
          "The hint has the nearest name; `byok models --refresh` lists what your keys can use."
        ),
        (
          "cannot reach OpenAI (\(ByokError.Kind.network.rawValue))",
          "Check the network, the proxy (`HTTPS_PROXY`) and certificates (`--ca-file`); `-v` prints which"
            + " address was tried."
        ),
        (
          "the keystore is locked (\(ByokError.Kind.locked.rawValue))",
          "The hint lists the ways to unlock it. On a new machine, `unlock.key` may be missing."
        ),
        (
          "the prompt is too long (\(ByokError.Kind.tooLong.rawValue))",
          "The hint says by how much; `byok models --min-context 1000000` lists larger models."
        ),
      ]),
    ])

  /// Where prices are from.
  static let prices = ManualPage.Part(
    title: "Prices",
    blocks: [
      .paragraph(
        "A price in config.json takes precedence over one that the provider listed (`--refresh`), then"
          + " comes an imported table (`byok models update`), then the built-in catalogue. `byok models"
          + " show` prints the day and the source of each price."),
      .lines(ManualSession.prices),
    ])

  /// Keys in pipelines of continuous integration.
  static let integration = ManualPage.Part(
    title: "Continuous integration",
    blocks: [
      .paragraph(
        "A repository can contain a keystore, which CI unlocks with a passphrase of its own: make it with"
          + " `byok keys passwd --add --name ci` and store it as a secret of the CI system. A step of a"
          + " daily GitHub workflow that checks the keys:"),
      .lines([
        "- run: byok keys check --github --junit keys.xml", "  env:",
        "    BYOK_STORE: ci/keystore", "    BYOK_PASSPHRASE: ${{ secrets.BYOK_PASSPHRASE }}",
      ]),
      .paragraph(
        "The step fails with status 4 if a key is rejected, with an annotation that names its label."
          + " Where secrets are files, use BYOK_PASSPHRASE_FILE=/run/secrets/byok instead."),
    ])

  /// What credentials are and where they may be used.
  static let otherTools: [String] = [
    "No rule about Qwen Code's credentials is known, but the free service for them was shut down on"
      + " 2026-04-15. Where a vendor refuses credentials, the error says so, with status 4; `byok creds"
      + " check --network` asks beforehand, at no cost.",
    "Access tokens expire after hours. Qwen Code's are renewed in its own file, under its own lock."
      + " Gemini CLI's are renewed with the OAuth client that they belong to, and sealed in the keystore;"
      + " its file does not change. Claude Code's are renewed only by `claude`. Files that others can"
      + " write, and links or folders in their place, are refused.",
  ]
}
