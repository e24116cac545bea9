internal import ByokCore
internal import ByokKit

/// What byok-chat(1) says of many machines.
enum ShardProse {
  static let part = ManualPage.Part(
    title: "Many machines",
    blocks: [
      .paragraph(
        "`--shard I/N` asks every Nth prompt of the input, beginning with the Ith, so that N workers ask"
          + " each prompt once. `index` remains the place of the prompt in the whole input. Each worker"
          + " writes a file of its own: `{shard}` in the name of `--resume` or `-o` becomes I. The same"
          + " command continues after an interruption, and `byok merge` puts the files together."),
      .paragraph(
        "`--shard auto` reads I and N from the first of these variables that is set; if several are set"
          + " and mean different shards, it is an error. Where the number of workers is in no variable,"
          + " `--shard auto/N` gives it:"),
      .terms(ShardVariables.all.map { ($0.index, $0.meaning) }),
      .paragraph(
        "`--rate 60/m` and `--tokens-per-minute 100000` are kept for each provider by all byoks of this"
          + " machine and user together; with `--shard` each shard gets the Nth part. Tokens are estimated"
          + " from the prompt and `--max-tokens`. `--max-cost` applies to each worker."),
      .paragraph(
        "On SIGTERM, `--grace 30s` begins no further requests, lets those under way finish for up to 30"
          + " seconds, and then ends by the signal (143). What was not asked is asked by the next run."
      ),
      .heading("Slurm"),
      .lines([
        "#!/bin/sh",
        "#SBATCH --array=0-15",
        "#SBATCH --signal=B:TERM@60",
        "exec byok chat -m openai/gpt-5.4-mini --jsonl prompts.jsonl --shard auto \\",
        "  --grace 45s --rate 600/m --resume 'answers.{shard}.jsonl'",
      ]),
      .paragraph(
        "`scontrol requeue JOB_TASK` runs one of them again. A new array of that task alone would be shard"
          + " 1/1: name the shard there. When the jobs have ended:"),
      .lines([
        "byok merge answers.*.jsonl --input prompts.jsonl -o answers.jsonl"
      ]),
      .heading("Kubernetes"),
      .paragraph(
        "An indexed Job (`completionMode: Indexed`, `completions: 16`) sets JOB_COMPLETION_INDEX. The"
          + " results belong on a volume that outlives the pod:"),
      .lines([
        "byok chat -m openai/gpt-5.4-mini --jsonl /data/prompts.jsonl \\",
        "  --shard auto/16 --grace 25s --resume '/data/answers.{shard}.jsonl'",
      ]),
      .heading("GNU parallel"),
      .lines([
        "seq 16 | parallel -j 4 byok chat -q -m openai/gpt-5.4-mini \\",
        "  --jsonl prompts.jsonl --shard {}/16 --resume answers.{}.jsonl",
      ]),
      .heading("GitHub Actions"),
      .paragraph("With a matrix of 4 jobs, and the results as artifacts that a last job merges:"),
      .lines([
        "byok chat -m openai/gpt-5.4-mini --jsonl prompts.jsonl \\",
        "  --shard ${{ matrix.shard }}/4 --resume answers.${{ matrix.shard }}.jsonl",
      ]),
      .heading("Ray and Spark"),
      .paragraph(
        "A partition is a list of lines, and byok a filter of lines: `index` is then the place within the"
          + " partition, and `id` tells which prompt it was."),
      .lines([
        "ask = \"byok chat -q -m openai/gpt-5.4-mini --jsonl - -j 8\"",
        "# Spark",
        "prompts.rdd.map(json.dumps).pipe(ask)",
        "# Ray: a function for map_batches",
        "def answer(batch):",
        "    lines = \"\\n\".join(map(json.dumps, batch[\"row\"]))",
        "    run = subprocess.run(ask.split(), input=lines, text=True,",
        "                         stdout=subprocess.PIPE)",
        "    return {\"result\": run.stdout.splitlines()}",
      ]),
      .paragraph(
        "A file of results is locked by the byok that writes to it. Over NFS, locks of different machines"
          + " exclude each other only with NFS 4 or `lockd`: give each worker a file of its own."),
    ])
}
