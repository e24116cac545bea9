internal import ByokCore

extension Provider {
  /// Clouds of which every customer has a part of its own.
  static let clouds: [Provider] = [
    Provider(
      id: "azure-openai", name: "Azure OpenAI / Foundry",
      baseURL: "https://{resource}.openai.azure.com/openai/v1",
      parts: [
        AddressPart(
          name: "resource", meaning: "the name of your Azure resource",
          variables: ["AZURE_RESOURCE_NAME"])
      ],
      dialect: OpenAIChat.self, otherDialects: [OpenAIResponses.self], keyHeader: .apiKey,
      quirks: Quirks(tokenLimitField: "max_completion_tokens", toolLimit: 128, stopLimit: 4),
      keyVariables: ["AZURE_OPENAI_API_KEY", "AZURE_API_KEY"],
      addressVariables: [AddressVariable(name: "AZURE_OPENAI_ENDPOINT")],
      keyURL: "https://ai.azure.com",
      keyPatterns: [
        KeyPattern("", .hexadecimal, 32...32), KeyPattern("", .alphanumeric, 84...84),
      ],
      embeddings: EmbeddingAPI(maxTexts: 2048, maxTokens: 300_000, sendsBase64: true),
      modelList: ModelList(path: "/models?api-version=v1", isPublic: false),
      keyCheck: .models("401 is a wrong key or a wrong resource"),
      notes: [
        "a model is the name of a deployment",
        "an address of the older form ends in /openai/deployments/NAME?api-version=DATE",
      ],
      evidence: .recorded,
      documentation: "https://learn.microsoft.com/azure/ai-foundry/openai (2026-11-23)",
      batch: BatchTerms(
        shape: .files, retention: "until it is deleted", endpointPrefix: "/v1")),
    Provider(
      id: "vertex", name: "Google Vertex AI (express mode)",
      baseURL: "https://aiplatform.googleapis.com/v1/publishers/google", dialect: Gemini.self,
      keyVariables: ["GOOGLE_CLOUD_API_KEY", "GOOGLE_API_KEY"],
      keyURL: "https://console.cloud.google.com/vertex-ai/studio/settings/api-keys",
      modelList: nil,
      keyCheck: KeyCheck(
        probe: .post(
          "/models/__probe__:generateContent",
          body: #"{"contents":[{"role":"user","parts":[{"text":"hi"}]}]}"#),
        good: [200, 404], bad: [401, 403],
        note: "404 is a good key: there is no model of that name"),
      defaultModel: "gemini-3.8-flash",
      notes: ["only API keys of express mode; projects that need an OAuth token are not supported"],
      documentation: "https://cloud.google.com/vertex-ai/generative-ai/docs (2026-11-23)"),
    Provider(
      id: "bedrock", name: "Amazon Bedrock (API key)",
      baseURL: "https://bedrock-mantle.{region}.api.aws/v1",
      parts: [
        AddressPart(
          name: "region", meaning: "your AWS region",
          variables: ["AWS_REGION", "AWS_DEFAULT_REGION"], standard: "us-east-1")
      ],
      dialect: OpenAIChat.self, keyVariables: ["AWS_BEARER_TOKEN_BEDROCK"],
      keyURL: "https://console.aws.amazon.com/bedrock/home#/api-keys",
      keyPatterns: [KeyPattern("ABSK", .base64, 20...)],
      modelList: nil, keyCheck: .completion("only a chat shows whether a key works"),
      notes: ["this is the OpenAI-compatible address; access keys of IAM are not used"],
      evidence: .thirdParty,
      documentation:
        "https://docs.aws.amazon.com/bedrock/latest/userguide/api-keys.html (2026-11-23)"
    ),
    Provider(
      id: "cloudflare", name: "Cloudflare Workers AI",
      baseURL: "https://api.cloudflare.com/client/v4/accounts/{account_id}/ai/v1",
      parts: [
        AddressPart(
          name: "account_id", meaning: "the id of your Cloudflare account",
          variables: ["CLOUDFLARE_ACCOUNT_ID"])
      ],
      dialect: OpenAIChat.self, keyVariables: ["CLOUDFLARE_API_TOKEN", "CLOUDFLARE_API_KEY"],
      keyURL: "https://dash.cloudflare.com/profile/api-tokens",
      modelList: ModelList(
        path: "../models/search", shape: .cloudflare, isPublic: false,
        chatMark: .init(path: ["task", "name"], word: "Text Generation")),
      keyCheck: .get(
        "../../../../user/tokens/verify", "result.status must be 'active'"),
      notes: ["ids of models begin with @cf/"], evidence: .thirdParty,
      documentation:
        "https://developers.cloudflare.com/workers-ai/configuration/open-ai-compatibility (2026-11-23)"
    ),
    Provider(
      id: "databricks", name: "Databricks Model Serving",
      baseURL: "https://{workspace}.cloud.databricks.com/serving-endpoints",
      parts: [
        AddressPart(
          name: "workspace", meaning: "the name before .cloud.databricks.com of your workspace",
          variables: ["DATABRICKS_WORKSPACE"])
      ],
      dialect: OpenAIChat.self, keyVariables: ["DATABRICKS_TOKEN"],
      keyURL: "https://docs.databricks.com/aws/en/dev-tools/auth/pat",
      keyPatterns: [KeyPattern("dapi", .hexadecimal, 32...)], modelList: nil,
      keyCheck: .completion("only a chat shows whether a key works"),
      notes: [
        "a model is the name of a serving endpoint",
        "workspaces of Azure and Google Cloud have another host: --base-url",
      ],
      evidence: .thirdParty,
      documentation:
        "https://docs.databricks.com/aws/en/machine-learning/model-serving/score-foundation-models (2026-11-30)"
    ),
    Provider(
      id: "snowflake-cortex", name: "Snowflake Cortex",
      baseURL: "https://{account}.snowflakecomputing.com/api/v2/cortex/v1",
      parts: [
        AddressPart(
          name: "account", meaning: "your Snowflake account, such as ORGANISATION-NAME",
          variables: ["SNOWFLAKE_ACCOUNT"])
      ],
      dialect: OpenAIChat.self, keyVariables: ["SNOWFLAKE_CORTEX_PAT"],
      keyURL: "https://docs.snowflake.com/en/user-guide/programmatic-access-tokens",
      modelList: nil, keyCheck: .completion("only a chat shows whether a key works"),
      evidence: .thirdParty,
      documentation: "https://docs.snowflake.com/en/user-guide/snowflake-cortex (2026-11-30)"),
    Provider(
      id: "nvidia", name: "NVIDIA NIM", baseURL: "https://integrate.api.nvidia.com/v1",
      dialect: OpenAIChat.self, keyVariables: ["NVIDIA_API_KEY", "NVIDIA_NIM_API_KEY"],
      keyURL: "https://build.nvidia.com/settings/api-keys",
      keyPatterns: [KeyPattern("nvapi-", .name, 64...64)],
      embeddings: EmbeddingAPI(form: .nvidia),
      keyCheck: KeyCheck(
        probe: .completion(model: "meta/llama-3.3-70b-instruct"), good: [200, 404, 410],
        bad: [401, 403],
        note: "every model is listed to everybody; 404 is a good key without that model"),
      defaultModel: "openai/gpt-oss-120b", evidence: .probed,
      documentation: "https://docs.api.nvidia.com/nim/reference/llm-apis (2026-11-23)"),
    Provider(
      id: "digitalocean", name: "DigitalOcean Serverless Inference",
      baseURL: "https://inference.do-ai.run/v1", dialect: OpenAIChat.self,
      keyVariables: [
        "DIGITALOCEAN_INFERENCE_KEY", "MODEL_ACCESS_KEY", "DIGITALOCEAN_ACCESS_TOKEN",
      ],
      keyURL: "https://cloud.digitalocean.com/model-studio/manage-keys",
      modelList: ModelList(isPublic: false),
      defaultModel: "openai-gpt-oss-120b",
      notes: ["the key is a model access key, not the token of doctl"], evidence: .thirdParty,
      documentation:
        "https://docs.digitalocean.com/products/gradient-ai-platform/how-to/use-serverless-inference (2026-11-23)"
    ),
    Provider(
      id: "scaleway", name: "Scaleway Generative APIs", baseURL: "https://api.scaleway.ai/v1",
      dialect: OpenAIChat.self, keyVariables: ["SCW_SECRET_KEY", "SCALEWAY_API_KEY"],
      keyURL: "https://console.scaleway.com/generative-api",
      keyPatterns: [
        KeyPattern("", [8, 4, 4, 4, 12].map { .init(.hexadecimal, $0...$0) }, separator: "-")
      ],
      embeddings: EmbeddingAPI(), modelList: ModelList(isPublic: false),
      keyCheck: .models(bad: [401, 403], "403 is an unknown key, or one without the permission"),
      defaultModel: "gpt-oss-120b",
      documentation: "https://www.scaleway.com/en/docs/generative-apis (2026-11-23)"),
    Provider(
      id: "ovhcloud", name: "OVHcloud AI Endpoints",
      baseURL: "https://oai.endpoints.kepler.ai.cloud.ovh.net/v1", dialect: OpenAIChat.self,
      keyVariables: ["OVHCLOUD_API_KEY", "OVH_AI_ENDPOINTS_ACCESS_TOKEN"],
      keyURL: "https://endpoints.ai.cloud.ovh.net", modelList: ModelList(isPublic: true),
      keyCheck: .completion("a chat without any key works too, twice a minute"),
      defaultModel: "gpt-oss-120b", evidence: .probed,
      documentation: "https://help.ovhcloud.com/csm/en-public-cloud-ai-endpoints (2026-11-23)"),
    Provider(
      id: "nebius", name: "Nebius Token Factory",
      baseURL: "https://api.tokenfactory.nebius.com/v1", dialect: OpenAIChat.self,
      keyVariables: ["NEBIUS_API_KEY"], keyURL: "https://tokenfactory.nebius.com",
      embeddings: EmbeddingAPI(),
      modelList: ModelList(path: "/models?verbose=true", isPublic: false),
      defaultModel: "Qwen/Qwen3-30B-A3B-Instruct-2507",
      notes: ["the older address is https://api.studio.nebius.ai"], evidence: .probed,
      documentation: "https://docs.tokenfactory.nebius.com (2026-11-23)"),
    Provider(
      id: "wandb", name: "Weights & Biases Inference",
      baseURL: "https://api.inference.wandb.ai/v1", dialect: OpenAIChat.self,
      keyVariables: ["WANDB_API_KEY"], keyURL: "https://wandb.ai/authorize",
      modelList: ModelList(isPublic: false), defaultModel: "openai/gpt-oss-120b", evidence: .probed,
      documentation: "https://docs.wandb.ai/inference (2026-11-23)"),
    Provider(
      id: "nscale", name: "Nscale", baseURL: "https://inference.api.nscale.com/v1",
      dialect: OpenAIChat.self, keyVariables: ["NSCALE_API_KEY"],
      keyURL: "https://console.nscale.com", modelList: ModelList(isPublic: false),
      defaultModel: "meta-llama/Llama-3.3-70B-Instruct", evidence: .thirdParty,
      documentation: "https://docs.nscale.com (2026-11-23)"),
  ]
}
