internal import ByokCore

extension Provider {
  /// Services that two or more public tables of models know, and of which byok knows no more than
  /// these: where they answer, and which variable holds the key.
  ///
  /// Source: models.dev of 2026-08-18, litellm 1.110.2 and genai-prices 0.2.3, read 2026-11-29.
  static let newer: [Provider] = [
    known(
      "aiand", "ai&", .cloud, "https://api.aiand.com/v1", "AIAND_API_KEY",
      "https://docs.aiand.com", "openai/gpt-oss-120b"),
    known(
      "aihubmix", "AIHubMix", .gateway, "https://aihubmix.com/v1", "AIHUBMIX_API_KEY",
      "https://docs.aihubmix.com", "gpt-5.4-mini"),
    known(
      "arcee", "Arcee", .cloud, "https://api.arcee.ai/api/v1", "ARCEE_API_KEY",
      "https://docs.arcee.ai"),
    known(
      "avian", "Avian", .cloud, "https://api.avian.io/v1", "AVIAN_API_KEY",
      "https://avian.io/docs"),
    known(
      "coralbricks", "CoralBricks", .cloud, "https://inference.coralbricks.ai/v1", "CORAL_API_KEY",
      "https://www.coralbricks.ai/docs", "gpt-oss-120b"),
    known(
      "cortecs", "Cortecs", .gateway, "https://api.cortecs.ai/v1", "CORTECS_API_KEY",
      "https://docs.cortecs.ai"),
    known(
      "crusoe", "Crusoe", .cloud, "https://api.inference.crusoecloud.com/v1", "CRUSOE_API_KEY",
      "https://docs.crusoecloud.com/managed-inference/overview", "openai/gpt-oss-120b"),
    known(
      "empiriolabs", "EmpirioLabs AI", .gateway, "https://api.empiriolabs.ai/v1",
      "EMPIRIOLABS_API_KEY",
      "https://docs.empiriolabs.ai", "deepseek-v4-flash-0731"),
    known(
      "gmicloud", "GMI Cloud", .cloud, "https://api.gmi-serving.com/v1", "GMICLOUD_API_KEY",
      "https://docs.gmicloud.ai", "deepseek-ai/DeepSeek-V4-Flash"),
    known(
      "io-net", "io.net", .cloud, "https://api.intelligence.io.solutions/api/v1",
      "IOINTELLIGENCE_API_KEY",
      "https://io.net/docs/guides/intelligence/io-intelligence"),
    known(
      "morph", "Morph", .cloud, "https://api.morphllm.com/v1", "MORPH_API_KEY",
      "https://docs.morphllm.com/api-reference/introduction", "morph-dsv4flash"),
    known(
      "neuralwatt", "Neuralwatt", .cloud, "https://api.neuralwatt.com/v1", "NEURALWATT_API_KEY",
      "https://portal.neuralwatt.com/docs"),
    known(
      "opencode-go", "OpenCode Go", .gateway, "https://opencode.ai/zen/go/v1", "OPENCODE_API_KEY",
      "https://opencode.ai/docs/zen", "minimax-m3"),
    known(
      "pioneer", "Pioneer", .gateway, "https://api.pioneer.ai/v1", "PIONEER_API_KEY",
      "https://agent.pioneer.ai/llms.txt"),
    known(
      "qiniu-ai", "Qiniu", .gateway, "https://api.qnaigc.com/v1", "QINIU_API_KEY",
      "https://developer.qiniu.com/aitokenapi"),
    known(
      "sarvam", "Sarvam AI", .cloud, "https://api.sarvam.ai/v1", "SARVAM_API_KEY",
      "https://docs.sarvam.ai"),
    known(
      "tencent-tokenhub", "Tencent TokenHub", .gateway, "https://tokenhub.tencentmaas.com/v1",
      "TENCENT_TOKENHUB_API_KEY",
      "https://cloud.tencent.com/document/product/1823/130050", "deepseek-v4.1-flash"),
    known(
      "v0", "v0 by Vercel", .cloud, "https://api.v0.dev/v1", "V0_API_KEY",
      "https://v0.app/docs/api", "v0-1.5-md"),
  ]

  private static func known(
    _ id: String, _ name: String, _ kind: Kind, _ baseURL: String, _ variable: String,
    _ documentation: String, _ defaultModel: String? = nil
  ) -> Provider {
    Provider(
      id: id, name: name, kind: kind, baseURL: baseURL, dialect: OpenAIChat.self,
      keyVariables: [variable], keyURL: documentation, keyCheck: .models(isProof: false),
      defaultModel: defaultModel, evidence: .thirdParty,
      documentation: documentation + " (2026-11-29)")
  }
}
