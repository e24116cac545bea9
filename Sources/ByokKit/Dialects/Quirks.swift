internal import ByokCore

/// Where providers that speak `openai-chat` differ in what they are asked.
///
/// Source: the providers' pages and recordings, collected 2026-11-23.
package struct Quirks: Equatable, Sendable {
  /// The name of the field that limits the reply's tokens.
  var tokenLimitField = "max_tokens"
  /// The name of the field that seeds the model's choice of words.
  var seedField = "seed"
  /// How the reasoning level is sent.
  var reasoning = ReasoningField.effort
  /// How the form of the reply is sent.
  var schema = SchemaForm.jsonSchema
  /// How it is given a PDF.
  var pdf = PDFForm.file
  /// How it is given calls of tools and their results.
  var tools = ToolForm.standard
  /// The most tools that a request may offer; `nil` for the dialect's own limit.
  var toolLimit: Int?
  /// What of the model's reasoning it is given back with its calls.
  var echoesReasoning = ReasoningEcho.ifPresent
  /// Whether it turns any level of thinking into the nearest that a model has.
  var takesAnyLevel = false
  /// The most stop texts that it takes; `nil` for no limit.
  var stopLimit: Int?
  /// The highest temperature that it takes; `nil` for the dialect's own.
  var highestTemperature: Double?
  /// Whether it takes `stream_options`, without which a streamed reply brings no token counts.
  var takesStreamOptions = true
  /// Whether it is sent a temperature.
  var takesTemperature = true
  /// Whether it is sent `top_p`.
  var takesTopP = true
  /// Whether replies bring what a model thinks only where a request asks for it, in a field that
  /// others may refuse.
  var hidesReasoning = false
  /// What a request says so that the provider caches the beginning of a conversation.
  var promptCache = PromptCaching.unsaid
  /// Whether it fetches the files that the dialect may give by their addresses.
  var fetchesFiles = true

  /// The ways to say how much a model is to think.
  enum ReasoningField: String, CaseIterable, Sendable {
    /// `"reasoning_effort": "low"`
    case effort
    /// `"reasoning": {"effort": "low"}`, as OpenRouter has it.
    case object
    /// `"thinking": {"type": "enabled"}` as DeepSeek, Moonshot and Z.ai have it, and
    /// `reasoning_effort` for models that know levels.
    case thinking
    /// `"enable_thinking": true` and `thinking_budget`, as DashScope and SiliconFlow have it, and
    /// `reasoning_effort` for models that know levels.
    case enableThinking = "enable_thinking"
  }

  /// The ways to make use of a provider's cache of prompts.
  ///
  /// Source: <https://platform.claude.com/docs/en/build-with-claude/prompt-caching>;
  /// <https://platform.openai.com/docs/guides/prompt-caching>;
  /// <https://docs.mistral.ai/capabilities/prompt_caching/>, seen 2026-11-29.
  enum PromptCaching: String, CaseIterable, Sendable {
    /// Nothing: it caches by itself, or not at all.
    case unsaid
    /// `"prompt_cache_key": "…"`, the same for all requests of a conversation.
    case key = "prompt_cache_key"
    /// `"cache_control": {"type": "ephemeral"}`, which makes the prompt cost a quarter more, and its
    /// beginning a tenth within five minutes.
    case mark = "cache_control"
  }

  /// The ways to ask for a reply of a form.
  enum SchemaForm: String, CaseIterable, Sendable {
    /// `"response_format": {"type": "json_schema", …}`
    case jsonSchema = "json_schema"
    /// `"response_format": {"type": "json_object"}`, with the schema in the instructions.
    case jsonObject = "json_object"
    /// No field, but the schema in the instructions, in any dialect.
    case none
  }

  /// The ways to give a PDF.
  enum PDFForm: String, CaseIterable, Sendable {
    /// A part `file` with its bytes, as OpenAI has it.
    case file
    /// The same, or with the address where it is, as OpenRouter has it.
    case fileOrAddress = "file_or_address"
    /// A part `document_url`, as Mistral has it.
    case documentURL = "document_url"
    /// It takes none.
    case none
  }

  /// The ways to give calls of tools and their results.
  enum ToolForm: String, CaseIterable, Sendable {
    /// As OpenAI has it.
    case standard
    /// As Mistral has it: a result names its tool, an id is nine letters and digits, the choice
    /// that OpenAI calls `required` is `any`, and between a result and the user comes the
    /// assistant.
    ///
    /// Source: <https://docs.mistral.ai/capabilities/function_calling/>;
    /// <https://github.com/NousResearch/hermes-agent/issues/20154>.
    case mistral
  }

  /// What of the model's reasoning goes back with its calls, in a field of the message.
  ///
  /// Source: <https://api-docs.deepseek.com/guides/thinking_mode>, which demands the field, empty
  /// where there was no reasoning; <https://github.com/charmbracelet/crush/issues/2696> for
  /// Moonshot, which demands that it is not empty; <https://github.com/janhq/jan/issues/8136> for
  /// Groq, which refuses it.
  enum ReasoningEcho: Equatable, Sendable {
    /// Nothing: the field is refused.
    case none
    /// What there was of it.
    case ifPresent
    /// What there was of it, else a stand-in.
    case always(filler: String)
  }
}
