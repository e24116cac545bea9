"""Prices requests with byok, genai-prices and LiteLLM, and fails where byok differs from both.

byok prices what its usage log counts and has no cost of: each case is a line of a log of its own key. A
case that a source does not know is held against the other; where the two differ, byok must be with one
of them, unless the case says why it is not.
"""
import datetime
import json
import os
import subprocess
import sys
import tempfile

import litellm
from genai_prices import Usage, calc_price

BYOK = sys.argv[1]
# A tenth of a cent.
TOLERANCE = 0.001
# byok's provider: LiteLLM's prefix, genai-prices' provider.
NAMES = {
    "openai": ("", "openai"), "anthropic": ("", "anthropic"), "gemini": ("gemini/", "google"),
    "xai": ("xai/", "x-ai"), "deepseek": ("deepseek/", "deepseek"), "mistral": ("mistral/", "mistral"),
    "moonshot": ("moonshot/", "moonshotai"), "zai": ("zai/", "zai"), "minimax": ("minimax/", "minimax"),
    "groq": ("groq/", "groq"), "together": ("together_ai/", "together"), "cohere": ("", "cohere"),
    "fireworks": ("fireworks_ai/", "fireworks"), "cerebras": ("cerebras/", "cerebras"),
    "dashscope": ("dashscope/", None), "azure-openai": ("azure/", "azure"),
}
# Monday, 02:00 UTC, when DeepSeek is dear, and an hour when it is not.
PEAK, QUIET = "2026-11-30T02:00:00Z", "2026-11-30T12:00:00Z"
# model, tokens of the prompt, of the reply, cached, written to a cache, of thinking, time
CASES = [
    ("openai/gpt-5.4", 10_000, 1000, 2000, 0, 0, QUIET),
    ("openai/gpt-5.5", 300_000, 5000, 250_000, 0, 0, QUIET),
    ("openai/gpt-5.6-sol", 100_000, 2000, 90_000, 0, 0, QUIET),
    ("anthropic/claude-haiku-4-5", 123_000, 2000, 100_000, 20_000, 0, QUIET),
    ("anthropic/claude-opus-4-8", 500_000, 10_000, 0, 0, 0, QUIET),
    ("gemini/gemini-3.1-pro-preview", 250_000, 12_000, 0, 0, 4000, QUIET),
    ("xai/grok-4.5", 250_000, 2000, 0, 0, 0, QUIET),
    ("dashscope/qwen3.7-plus", 300_000, 4000, 0, 0, 0, QUIET),
    ("dashscope/qwen3.7-plus", 10_000, 4000, 0, 0, 0, QUIET),
    ("deepseek/deepseek-v4-pro", 100_000, 5000, 80_000, 0, 0, PEAK),
    ("deepseek/deepseek-v4-pro", 100_000, 5000, 80_000, 0, 0, QUIET),
    ("deepseek/deepseek-flash", 100_000, 5000, 80_000, 0, 0, PEAK),
    ("deepseek/deepseek-flash", 100_000, 5000, 80_000, 0, 0, QUIET),
]
TIERED = [
    ("openai/gpt-5.4", 272_000), ("openai/gpt-5.5", 272_000), ("openai/gpt-5.6-luna", 272_000),
    ("openai/gpt-5.6-terra", 272_000), ("openai/gpt-6.1-sol", 272_000), ("openai/gpt-6-luna", 272_000),
    ("anthropic/claude-haiku-5-5", 100_000), ("gemini/gemini-2.5-pro", 200_000),
    ("gemini/gemini-3.1-pro-preview", 200_000), ("xai/grok-4.3", 200_000), ("xai/grok-4.6", 200_000),
    ("xai/grok-4.7", 200_000), ("minimax/MiniMax-M3", 512_000),
]
FLAT = [
    "openai/gpt-4.1", "openai/gpt-4o-mini", "openai/gpt-5.4-mini", "openai/gpt-5.4-nano", "openai/o3",
    "anthropic/claude-opus-5", "anthropic/claude-opus-5-5", "anthropic/claude-sonnet-5",
    "anthropic/claude-sonnet-5-5", "anthropic/claude-sonnet-4-6", "anthropic/claude-fable-5-1",
    "gemini/gemini-2.5-flash", "gemini/gemini-3.6-flash", "gemini/gemini-3.8-flash", "gemini/gemini-4-argon",
    "mistral/mistral-large-4", "mistral/mistral-medium-latest", "mistral/mistral-small-latest",
    "moonshot/kimi-k3", "moonshot/kimi-k3.1-pro", "zai/glm-5.3", "zai/glm-5.3-flash",
    "groq/openai/gpt-oss-120b", "groq/openai/gpt-oss-20b", "together/zai-org/GLM-5.3",
    "together/openai/gpt-oss-120b", "cohere/command-a-03-2025",
    "fireworks/accounts/fireworks/models/glm-5p3-flash", "cerebras/gpt-oss-120b",
]
for model, bound in TIERED:
    CASES += [(model, bound, 2000, 0, 0, 0, QUIET), (model, bound + 1, 2000, bound // 2, 0, 0, QUIET)]
for model in FLAT:
    CASES += [(model, 40_000, 3000, 0, 0, 0, QUIET), (model, 40_000, 3000, 30_000, 0, 1000, QUIET)]
for model in ("anthropic/claude-sonnet-5-5", "anthropic/claude-haiku-5-5", "openai/gpt-6.1-sol"):
    CASES.append((model, 90_000, 1000, 10_000, 60_000, 0, QUIET))


def byok(cases):
    """byok's costs, by the number of the case."""
    with tempfile.TemporaryDirectory() as home:
        folder = os.path.join(home, "byok")
        os.mkdir(folder, 0o700)
        with open(os.open(f"{folder}/usage.jsonl", os.O_CREAT | os.O_WRONLY, 0o600), "w") as log:
            for number, (model, prompt, reply, cached, written, thought, time) in enumerate(cases):
                provider, name = model.split("/", 1)
                log.write(json.dumps({
                    "time": time, "provider": provider, "model": name, "key": f"case-{number}",
                    "input_tokens": prompt, "output_tokens": reply, "cached_tokens": cached,
                    "cache_write_tokens": written, "reasoning_tokens": thought, "status": 0, "ms": 1}) + "\n")
        environment = {"PATH": os.environ["PATH"], "HOME": home, "XDG_STATE_HOME": home}
        answer = subprocess.run(
            [BYOK, "usage", "--by", "key", "--json"], env=environment, capture_output=True, text=True, check=True)
    return {int(row["key"].removeprefix("case-")): row["cost_usd"] for row in json.loads(answer.stdout)}


def genai(model, prompt, reply, cached, written, thought, time):
    provider, name = model.split("/", 1)
    usage = Usage(
        input_tokens=prompt, output_tokens=reply, cache_read_tokens=cached or None,
        cache_write_tokens=written or None)
    try:
        when = datetime.datetime.fromisoformat(time.replace("Z", "+00:00"))
        return float(calc_price(
            usage, name, provider_id=NAMES[provider][1], genai_request_timestamp=when).total_price)
    except (LookupError, ValueError):
        return None


def lite(model, prompt, reply, cached, written, thought, time):
    provider, name = model.split("/", 1)
    if time == PEAK or provider == "deepseek":
        # It goes by this machine's clock.
        return None
    details = {"cached_tokens": cached, "cache_creation_tokens": written} if cached or written else None
    usage = litellm.Usage(
        prompt_tokens=prompt, completion_tokens=reply, total_tokens=prompt + reply,
        prompt_tokens_details=details, cache_read_input_tokens=cached or None,
        cache_creation_input_tokens=written or None)
    try:
        known = NAMES[provider][0] + name
        custom = {"": provider}.get(NAMES[provider][0])
        return sum(litellm.cost_calculator.cost_per_token(
            model=known, usage_object=usage, custom_llm_provider=custom))
    except Exception as error:  # Whatever it does not know.
        print(f"  litellm: {known}: {str(error)[:100]}", file=sys.stderr)
        return None


def main():
    costs, bad, compared, disputed = byok(CASES), 0, 0, 0
    for number, case in enumerate(CASES):
        own, others = costs[number], [genai(*case), lite(*case)]
        known = [cost for cost in others if cost is not None]
        if not known:
            print(f"{case}: nobody knows it")
            bad += 1
            continue
        compared += len(known)
        near = [own is not None and abs(own - cost) <= TOLERANCE for cost in known]
        if not any(near):
            print(f"{case}: byok {own}, genai-prices {others[0]}, litellm {others[1]}")
            bad += 1
        elif not all(near):
            disputed += 1
            print(f"{case}: byok {own}; the others differ: genai-prices {others[0]}, litellm {others[1]}")
    print(f"{len(CASES)} cases, {compared} comparisons, {disputed} where the others differ, {bad} failures")
    sys.exit(bad > 0)


main()
