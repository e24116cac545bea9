internal import ByokCore
internal import ByokKit

/// What byok-chat(1) says of tools.
enum ToolProse {
  static let part = ManualPage.Part(
    title: "Tools",
    blocks: [
      .paragraph(
        "`--mcp git,db` starts these servers of `config.json` (byok-mcp(1)) and offers the model their"
          + " tools. The calls of a reply are checked against the schemas of the tools, run, and answered,"
          + " and the model is asked again, until a reply has no calls. Standard output gets the text of"
          + " that reply and nothing else. A line on standard error tells each call (`-q` leaves it out),"
          + " `--show-results` prints what it answered, and `-v` what the model wrote before it."),
      .paragraph(
        "What a model may call is decided before the first request, and nothing is asked later. A tool"
          + " that is not allowed is not offered, and a call of it is refused. Patterns, separated by"
          + " commas:"),
      .terms([
        ("read-only", "Tools whose server says that they change nothing."),
        ("SERVER/TOOL", "One tool. `*` matches any characters and `?` one, as in `git/*`."),
        ("*", "All tools of the servers."),
      ]),
      .paragraph(
        "The first of these that says anything decides: `--allow-tool`, `allow_tools` of the template,"
          + " `allow` of the server in `config.json`, `read-only`. `--deny-tool` always wins, and `tools`"
          + " of the server is the most that is ever offered. What a server says of its tools is its own"
          + " claim: `read-only` trusts the servers that you chose. Tools that read your data, together"
          + " with tools that reach the network, can carry that data out: byok warns of it."),
      .paragraph(
        "A chat ends with status 15, after the text so far, when the model wants more than:"),
      .terms([
        ("--max-tool-calls N", "N calls (20); refused ones count, too."),
        ("--max-turns N", "N replies (10)."),
        ("--max-time SECONDS", "This time for all requests and calls."),
        (
          "--max-cost USD",
          "This cost of all requests; the next is estimated before a call is run."
        ),
      ]),
      .paragraph(
        "It also ends so after three calls in a row of tools that were not offered. The same call with the"
          + " same arguments is run in two replies at most. A call that fails, takes longer than `--tool-timeout` or"
          + " has wrong arguments is reported to the model as an error. Results over `--max-result` are cut in"
          + " the middle, with a note of how much is missing."),
      .paragraph(
        "The model knows a tool as `SERVER__TOOL`, with other characters replaced. Schemas are simplified to"
          + " what providers take; a tool for which that is impossible is left out, with a note. With"
          + " `--schema`, the model first answers freely, and then once more in the form, without tools."
          + " With several models or keys, the next is tried only until the first call was run. The usage"
          + " log has a line for each request. Conversations keep calls and results."),
      .paragraph(
        "Servers start at the same time, while the prompt is read. The tools that one listed are kept for a"
          + " day, or as `mcp.cache` and the server say: the first request then waits for nobody, and a call of"
          + " a tool that has changed since is an error that tells the model how. `--refresh-tools` asks again."
          + " A definition that is not what it was when it was last seen is reported; with `mcp.pin`, the chat"
          + " ends with status 15 until `byok mcp tools SERVER --accept`."),
      .paragraph(
        "The provider `echo` calls tools, too: a line `#call SERVER/TOOL {…}` of the prompt is such a call,"
          + " and results are answered with their text."),
      .lines([
        "byok chat -m echo/echo --mcp git '#call git/git_status {\"repo_path\": \".\"}'"
      ]),
    ])
}
