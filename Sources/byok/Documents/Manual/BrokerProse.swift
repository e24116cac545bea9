internal import ByokCore
internal import ByokKit

/// What byok-serve(1) says of brokers, also of the one of `byok exec --broker`.
enum BrokerProse {
  static let parts = [about, requests, limits, units]

  /// The title of the part that `byok help broker` shows.
  static let title = "What a broker protects"

  private static let about = ManualPage.Part(
    title: title,
    blocks: [
      .paragraph(
        "A program that uses a broker does not hold the key. It has an address on this machine and a token,"
          + " shows the token to byok, and byok sends the request on with the key, to the one address that"
          + " the key is bound to. `byok exec --broker` starts a broker for one program, which ends with it;"
          + " `byok serve` is one for many, until it is stopped."),
      .terms([
        (
          "the key's value",
          "Whoever reads the program's environment, files, memory, logs or transcript finds no key."
            + " Packages that it loads and commands that it runs find none either."
        ),
        (
          "the place",
          "The token is good only on this machine. Whoever changes the program's base URL gets a token that"
            + " opens nothing elsewhere."
        ),
        (
          "time and money",
          "The token ends with the program, or when it is removed, and its limits cannot be lifted by"
            + " whoever has it."
        ),
        (
          "others",
          "Programs of other users are turned away by their user id, web pages by the fields that browsers"
            + " send, and everybody by the missing token."
        ),
      ]),
      .paragraph("It does not protect:"),
      .terms([
        (
          "use",
          "While it is valid, whoever has the token can send prompts and spend up to its limits."
        ),
        (
          "a program of the same user that knows byok",
          "It can run `byok keys show --reveal`, or read `unlock.key`. Against that, the keystore needs a"
            + " passphrase that is not kept unlocked, or the broker another user (see the units below)."
        ),
        (
          "what is sent",
          "Prompts and replies pass the broker, which keeps none. The program can send them elsewhere."
        ),
        ("root", "Root reads everything."),
      ]),
    ])

  private static let requests = ManualPage.Part(
    title: "Requests",
    blocks: [
      .paragraph(
        "The path begins with the provider's id, then it is the provider's own:"
          + " `/openai/v1/chat/completions`; the version may be left out. The token is"
          + " `Authorization: Bearer`, or the field of the provider's own API, such as `x-api-key`. Chats,"
          + " embeddings, images, audio and lists of models are passed on, with `--files` also files and"
          + " batches; stored replies, accounts, keys and everything else are refused, as are WebSockets."
          + " Files and batches are the account's: who may use them may read, run and delete those of"
          + " others."),
      .paragraph(
        "Bodies are passed on unchanged, with one exception: a streamed chat in OpenAI's API is asked for"
          + " its usage where the program does not ask, and the event with it is taken out of the reply."
          + " Replies are passed on as they arrive. Cookies, redirects and what a provider says of a key that"
          + " it refuses are not."),
      .paragraph(
        "Programs that read no variable for the address have to be told it: the Mistral SDK takes"
          + " `server_url`, Codex `-c model_providers…`, editors have a setting. Where a program asks"
          + " elsewhere all the same, it does so with a token that is no key, and fails. Other providers'"
          + " keys that the program is to have itself are for a second byok: `byok exec groq -- byok exec"
          + " --broker openai -- COMMAND`."),
      .paragraph(
        "The credentials of Qwen Code and Claude Code are brokered where they are named, under the rules of"
          + " `byok-creds`(1): they go to the vendor's own hosts, and nowhere without `byok creds allow`"
          + " where the vendor forbids it. Programs find them by the variables of the API, `OPENAI_BASE_URL`"
          + " and `ANTHROPIC_BASE_URL`. They are read anew for each request and renewed when they expire, or"
          + " when the vendor refuses them; then the request is sent once more. For imported ones, the"
          + " broker can open the keystore as long as it runs. Gemini CLI's are not brokered: no program's"
          + " SDK speaks its API."),
    ])

  private static let limits = ManualPage.Part(
    title: "Limits and the log",
    blocks: [
      .paragraph(
        "With `--max-cost`, what a request may cost is set aside before it is sent: the prompt's length,"
          + " and as many tokens of reply as the request allows, else the model's limit. Requests without"
          + " a known price are refused then. Budgets of `config.json` hold as for `byok chat`. A refusal"
          + " has the form of the provider's API and a status after which its SDK does not ask again; its"
          + " message begins with `byok:`."),
      .paragraph(
        "Each request that may cost something is a line of the usage log, with the token's name as"
          + " `token` (`exec` for `byok exec`), also one that the program has given up: its tokens are"
          + " estimated then. Requests are noted before they are sent, in `under-way/` beside the log: if a"
          + " broker is killed, the next one, `byok usage`, or a request that a budget limits adds them to"
          + " the log by estimate, with status 137."),
    ])

  private static let units = ManualPage.Part(
    title: "systemd",
    blocks: [
      .paragraph(
        "As a user's own service, a broker is convenient. As a system service with a user and a keystore of"
          + " its own, it is a boundary: programs of other users can use it with a token, and cannot get at"
          + " the keys. `byok.socket` and `byok.service`:"),
      .lines([
        "[Socket]", "ListenStream=127.0.0.1:4141", "[Install]", "WantedBy=sockets.target", "",
        "[Service]", "Type=notify", "ExecStart=/usr/bin/byok serve --any-user",
        "User=byok", "StateDirectory=byok", "Environment=BYOK_HOME=/var/lib/byok",
        "LoadCredentialEncrypted=byok.unlock", "NoNewPrivileges=yes", "ProtectSystem=strict",
        "ProtectHome=yes", "PrivateTmp=yes", "PrivateDevices=yes", "CapabilityBoundingSet=",
        "RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX AF_NETLINK", "RestrictNamespaces=yes",
        "MemoryDenyWriteExecute=yes", "LockPersonality=yes", "SystemCallFilter=@system-service",
      ]),
      .paragraph(
        "Containers reach it over a socket at a path that is mounted into them, or on the host's network;"
          + " addresses of other machines are not listened at."),
    ])
}
