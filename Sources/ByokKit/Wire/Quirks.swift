/// Where providers that speak `openai-chat` differ in what they are asked.
///
/// Source: the providers' pages and recordings, collected 2026-11-23.
struct Quirks: Equatable, Sendable {
  /// The name of the field that limits the reply's tokens.
  var tokenLimitField = "max_tokens"
  /// The name of the field that seeds the model's choice of words.
  var seedField = "seed"
  /// How it is told how much to think.
  var reasoning = ReasoningField.effort
  /// How it is told the form of the reply.
  var schema = SchemaForm.jsonSchema
  /// How it is given a PDF.
  var pdf = PDFForm.file

  /// The ways to say how much a model is to think.
  enum ReasoningField: Sendable {
    /// `"reasoning_effort": "low"`
    case effort
    /// `"reasoning": {"effort": "low"}`, as OpenRouter has it.
    case object
    /// `"thinking": {"type": "enabled"}` as DeepSeek, Moonshot and Z.ai have it, and
    /// `reasoning_effort` for models that know levels.
    case thinking
    /// `"enable_thinking": true` and `thinking_budget`, as DashScope and SiliconFlow have it, and
    /// `reasoning_effort` for models that know levels.
    case enableThinking
  }

  /// The ways to ask for a reply of a form.
  enum SchemaForm: Sendable {
    /// `"response_format": {"type": "json_schema", …}`
    case jsonSchema
    /// `"response_format": {"type": "json_object"}`, the schema being told in the instructions.
    case jsonObject
  }

  /// The ways to give a PDF.
  enum PDFForm: Sendable {
    /// A part `file` with its bytes, as OpenAI has it.
    case file
    /// The same, or with the address where it is, as OpenRouter has it.
    case fileOrAddress
    /// A part `document_url`, as Mistral has it.
    case documentURL
    /// It takes none.
    case none
  }
}
