/// Sessions in the manual: command lines after `$ `, each followed by its output.
///
/// A test runs them in an empty home folder, with a key in the variable KEY.
enum ManualSession {
  /// A provider of the user's own.
  static let gateway = [
    "$ byok providers add gate --base-url https://gate.example.com/openai/v1",
    "byok: added gate; byok keys add gate seals a key for it",
    "$ byok config set providers.gate.key_header api-key",
    "byok: providers.gate.key_header is now api-key",
    "$ byok config set providers.gate.headers.x-cost-center 4711",
    "byok: providers.gate.headers.x-cost-center is now 4711",
    "$ byok config set providers.gate.models '[\"gpt-work\"]'",
    "byok: providers.gate.models is now [\"gpt-work\"]",
    "$ printf %s \"$KEY\" | byok keys add gate",
    "byok: sealed gate/default (…wxyz, bound to https://gate.example.com)",
    "$ byok chat -m gate/gpt-work --dry-run Hi | grep -E '^(POST|api|x-)'",
    "POST https://gate.example.com/openai/v1/chat/completions",
    "api-key: •••• default",
    "x-cost-center: 4711",
  ]

  /// Where prices are from, and how to correct one.
  static let prices = [
    "$ byok models show openai/gpt-5.5 | grep -A1 '^price '",
    "price          $5.00 in, $0.50 cached, $30.00 out for a million tokens",
    "               over 272000 tokens of prompt: $10.00 in, $1.00 cached, $45.00 out",
    "$ byok config set models.openai/gpt-5.4.input_price 2",
    "byok: models.openai/gpt-5.4.input_price is now 2",
    "$ byok models show openai/gpt-5.4 --json | grep -E '\"(input_price|price_source)\"'",
    "  \"input_price\" : 2,",
    "  \"price_source\" : \"config.json\",",
  ]

  /// Many prompts, and a file of results that grows.
  static let batch = [
    "$ printf 'one\\ntwo\\n' | byok chat -q -m echo/echo --each-line 'French:' | grep -c '\"status\":0'",
    "2",
    "$ printf '{\"id\":\"%s\",\"prompt\":\"Hi %s\"}\\n' a Ada b Bob >prompts.jsonl",
    "$ head -1 prompts.jsonl | byok chat -q -m echo/echo --jsonl - --resume answers.jsonl",
    "$ byok chat -q -m echo/echo --jsonl prompts.jsonl -j 8 --resume answers.jsonl",
    "$ grep -o '\"text\":\"[^\"]*\"' answers.jsonl",
    "\"text\":\"Hi Ada\"",
    "\"text\":\"Hi Bob\"",
  ]

  /// A batch, with the provider that needs no network.
  static let halfPrice = [
    "$ printf '{\"prompt\":\"Hi %s\"}\\n' Ada Bob >names.jsonl",
    "$ byok batch submit -q -m echo/echo --jsonl names.jsonl --name greetings",
    "greetings",
    "$ byok batch wait -q greetings",
    "$ byok batch results -q greetings --resume replies.jsonl",
    "$ grep -o '\"text\":\"[^\"]*\"' replies.jsonl",
    "\"text\":\"Hi Ada\"",
    "\"text\":\"Hi Bob\"",
  ]

  /// Templates, files and conversations.
  static let prompts = [
    "$ echo 'tea, bread' >notes.txt; byok chat -m echo/echo -f notes.txt 'What shall I buy?'",
    "<file name=\"notes.txt\">",
    "tea, bread",
    "</file>",
    "",
    "What shall I buy?",
    "$ printf 'So:\\n```sh\\nls -l\\n```\\n' | byok chat -m echo/echo --code -o list.sh; cat list.sh",
    "ls -l",
    "$ byok chat -m echo/echo --ndjson Hello | head -2",
    "{\"key\":null,\"model\":\"echo\",\"provider\":\"echo\",\"type\":\"start\"}",
    "{\"text\":\"Hello\",\"type\":\"text\"}",
  ]
}
