# Completion of byok's words in bash 4.4 or later; rendered by 'make generate'.

# What a command takes: options without a value, options with one and its kind, operands' kinds.
_byok_command() {
  case $1 in
  'chat')
    switches='--no-stdin -n --edit -e --continue -c --new --continue-only --memory --save-messages --rag-only --mcp-optional --refresh-tools --show-results --no-stream --no-log --ndjson --code --raw --dry-run --show-reasoning --usage -u --json --each-line --unordered --quiet -q --verbose -v --no-input --help -h'
    values='--model=model -m=model --temperature=text --top-p=text --max-tokens=text --seed=text --stop=text --reasoning=choices:none,minimal,low,medium,high,xhigh,max --system=text-or-file -s=text-or-file --file=file -f=file --template=template --param=text -p=text --schema=file --conversation=conversation --fork=conversation --last-turns=text --messages=file --rag=index --rag-k=text --sources=choices:stdout,stderr --mcp=server --mcp-config=file --allow-tool=text --deny-tool=text --max-tool-calls=text --max-turns=text --max-time=text --tool-timeout=text --max-result=text --api=choices:chat,responses --key=label --base-url=text --timeout=text --retries=text --ca-file=file --max-cost=text --max-input-tokens=text --output=file -o=file --jsonl=file --jobs=text -j=text --resume=file --shard=text --rate=text --tokens-per-minute=text --grace=text --unlock-file=file --unlock-fd=text --unlock-command=text --unlock-slot=text --color=choices:auto,always,never'
    operands='text...' ;;
  'merge')
    switches='--check --quiet -q --verbose -v --no-input --help -h'
    values='--output=file -o=file --input=file --color=choices:auto,always,never'
    operands='file...' ;;
  'embed')
    switches='--each-line --no-log --base64 --dry-run --usage -u --json --quiet -q --verbose -v --no-input --help -h'
    values='--jsonl=file --model=model -m=model --dims=text --task=choices:query,document --key=label --base-url=text --jobs=text -j=text --timeout=text --retries=text --ca-file=file --max-cost=text --max-input-tokens=text --unlock-file=file --unlock-fd=text --unlock-command=text --unlock-slot=text --color=choices:auto,always,never'
    operands='text...' ;;
  'usage')
    switches='--csv --json --quiet -q --verbose -v --no-input --help -h'
    values='--since=text --until=text --by=choices:model,provider,key,day,status --prune=text --color=choices:auto,always,never'
    operands='' ;;
  'exec')
    switches='--only --broker --files --dry-run --summary --quiet -q --verbose -v --no-input --help -h'
    values='--env=assignment --max-cost=text --max-requests=text --rate=text --parallel=text --models=text --for=text --unlock-file=file --unlock-fd=text --unlock-command=text --unlock-slot=text --color=choices:auto,always,never'
    operands='holder... command...' ;;
  'serve')
    switches='--any-user --quiet -q --verbose -v --no-input --help -h'
    values='--listen=text --host=text --ca-file=file --unlock-file=file --unlock-fd=text --unlock-command=text --unlock-slot=text --color=choices:auto,always,never'
    operands='holder...' ;;
  'serve token')
    switches='--files --json --quiet -q --verbose -v --no-input --help -h'
    values='--providers=text --max-cost=text --max-requests=text --rate=text --parallel=text --models=text --for=text --color=choices:auto,always,never'
    operands='choices:add,list,rm text' ;;
  'batch submit')
    switches='--dry-run --each-line --queue --yes -y --create-anyway --json --quiet -q --verbose -v --no-input --help -h'
    values='--model=model -m=model --temperature=text --top-p=text --max-tokens=text --seed=text --stop=text --reasoning=choices:none,minimal,low,medium,high,xhigh,max --system=text-or-file -s=text-or-file --file=file -f=file --schema=file --api=choices:chat,responses --key=label --base-url=text --max-cost=text --jsonl=file --resume=file --ca-file=file --name=batch --window=text --split=text --every=text --unlock-file=file --unlock-fd=text --unlock-command=text --unlock-slot=text --color=choices:auto,always,never'
    operands='' ;;
  'batch status')
    switches='--offline --advance --json --quiet -q --verbose -v --no-input --help -h'
    values='--key=label --ca-file=file --unlock-file=file --unlock-fd=text --unlock-command=text --unlock-slot=text --color=choices:auto,always,never'
    operands='batch...' ;;
  'batch wait')
    switches='--quiet -q --verbose -v --no-input --help -h'
    values='--timeout=text --every=text --results=file --key=label --ca-file=file --unlock-file=file --unlock-fd=text --unlock-command=text --unlock-slot=text --color=choices:auto,always,never'
    operands='batch...' ;;
  'batch results')
    switches='--unordered --partial --quiet -q --verbose -v --no-input --help -h'
    values='--resume=file --output=file -o=file --key=label --ca-file=file --unlock-file=file --unlock-fd=text --unlock-command=text --unlock-slot=text --color=choices:auto,always,never'
    operands='batch' ;;
  'batch cancel')
    switches='--quiet -q --verbose -v --no-input --help -h'
    values='--key=label --ca-file=file --unlock-file=file --unlock-fd=text --unlock-command=text --unlock-slot=text --color=choices:auto,always,never'
    operands='batch' ;;
  'batch list')
    switches='--json --quiet -q --verbose -v --no-input --help -h'
    values='--color=choices:auto,always,never'
    operands='' ;;
  'batch rm')
    switches='--remote --yes -y --quiet -q --verbose -v --no-input --help -h'
    values='--key=label --ca-file=file --unlock-file=file --unlock-fd=text --unlock-command=text --unlock-slot=text --color=choices:auto,always,never'
    operands='batch' ;;
  'batch adopt')
    switches='--each-line --quiet -q --verbose -v --no-input --help -h'
    values='--model=model -m=model --temperature=text --top-p=text --max-tokens=text --seed=text --stop=text --reasoning=choices:none,minimal,low,medium,high,xhigh,max --system=text-or-file -s=text-or-file --file=file -f=file --schema=file --api=choices:chat,responses --key=label --base-url=text --jsonl=file --resume=file --ca-file=file --name=batch --unlock-file=file --unlock-fd=text --unlock-command=text --unlock-slot=text --color=choices:auto,always,never'
    operands='provider text' ;;
  'conversations list')
    switches='--json --quiet -q --verbose -v --no-input --help -h'
    values='--unlock-file=file --unlock-fd=text --unlock-command=text --unlock-slot=text --color=choices:auto,always,never'
    operands='' ;;
  'conversations show')
    switches='--last --all --raw --json --quiet -q --verbose -v --no-input --help -h'
    values='--turns=text --unlock-file=file --unlock-fd=text --unlock-command=text --unlock-slot=text --color=choices:auto,always,never'
    operands='conversation' ;;
  'conversations search')
    switches='--json --quiet -q --verbose -v --no-input --help -h'
    values='--in=conversation --unlock-file=file --unlock-fd=text --unlock-command=text --unlock-slot=text --color=choices:auto,always,never'
    operands='text...' ;;
  'conversations rename')
    switches='--quiet -q --verbose -v --no-input --help -h'
    values='--unlock-file=file --unlock-fd=text --unlock-command=text --unlock-slot=text --color=choices:auto,always,never'
    operands='conversation text' ;;
  'conversations rm')
    switches='--yes -y --quiet -q --verbose -v --no-input --help -h'
    values='--unlock-file=file --unlock-fd=text --unlock-command=text --unlock-slot=text --color=choices:auto,always,never'
    operands='conversation...' ;;
  'memory add')
    switches='--quiet -q --verbose -v --no-input --help -h'
    values='--unlock-file=file --unlock-fd=text --unlock-command=text --unlock-slot=text --color=choices:auto,always,never'
    operands='text...' ;;
  'memory list')
    switches='--json --quiet -q --verbose -v --no-input --help -h'
    values='--unlock-file=file --unlock-fd=text --unlock-command=text --unlock-slot=text --color=choices:auto,always,never'
    operands='' ;;
  'conversations export')
    switches='--quiet -q --verbose -v --no-input --help -h'
    values='--format=choices:json,markdown,messages --unlock-file=file --unlock-fd=text --unlock-command=text --unlock-slot=text --color=choices:auto,always,never'
    operands='conversation' ;;
  'conversations import')
    switches='--quiet -q --verbose -v --no-input --help -h'
    values='--unlock-file=file --unlock-fd=text --unlock-command=text --unlock-slot=text --color=choices:auto,always,never'
    operands='text file' ;;
  'conversations undo')
    switches='--quiet -q --verbose -v --no-input --help -h'
    values='--unlock-file=file --unlock-fd=text --unlock-command=text --unlock-slot=text --color=choices:auto,always,never'
    operands='conversation' ;;
  'conversations compact')
    switches='--dry-run --usage -u --quiet -q --verbose -v --no-input --help -h'
    values='--model=model -m=model --keep=text --key=label --timeout=text --ca-file=file --max-cost=text --unlock-file=file --unlock-fd=text --unlock-command=text --unlock-slot=text --color=choices:auto,always,never'
    operands='conversation' ;;
  'conversations prune')
    switches='--dry-run --quiet -q --verbose -v --no-input --help -h'
    values='--older-than=text --unlock-file=file --unlock-fd=text --unlock-command=text --unlock-slot=text --color=choices:auto,always,never'
    operands='' ;;
  'conversations reseal')
    switches='--quiet -q --verbose -v --no-input --help -h'
    values='--unlock-file=file --unlock-fd=text --unlock-command=text --unlock-slot=text --color=choices:auto,always,never'
    operands='' ;;
  'memory show')
    switches='--quiet -q --verbose -v --no-input --help -h'
    values='--unlock-file=file --unlock-fd=text --unlock-command=text --unlock-slot=text --color=choices:auto,always,never'
    operands='' ;;
  'memory rm')
    switches='--quiet -q --verbose -v --no-input --help -h'
    values='--unlock-file=file --unlock-fd=text --unlock-command=text --unlock-slot=text --color=choices:auto,always,never'
    operands='text...' ;;
  'search')
    switches='--paths --json --quiet -q --verbose -v --no-input --help -h'
    values='--index=index -i=index --limit=text -k=text --mode=choices:auto,lexical,vector,hybrid --rerank=model --unlock-file=file --unlock-fd=text --unlock-command=text --unlock-slot=text --color=choices:auto,always,never'
    operands='text...' ;;
  'index add')
    switches='--dry-run --sealed --include-secrets --yes -y --json --quiet -q --verbose -v --no-input --help -h'
    values='--include=text --exclude=text --max-files=text --max-bytes=text --encoding=choices:latin1,windows-1252 --embed=model --dims=text --max-cost=text --unlock-file=file --unlock-fd=text --unlock-command=text --unlock-slot=text --color=choices:auto,always,never'
    operands='text file...' ;;
  'index update')
    switches='--no-embed --yes -y --dry-run --no-log --json --quiet -q --verbose -v --no-input --help -h'
    values='--embed=model --dims=text --max-cost=text --ca-file=file --unlock-file=file --unlock-fd=text --unlock-command=text --unlock-slot=text --color=choices:auto,always,never'
    operands='index...' ;;
  'index list')
    switches='--json --quiet -q --verbose -v --no-input --help -h'
    values='--color=choices:auto,always,never'
    operands='' ;;
  'index show')
    switches='--files --json --quiet -q --verbose -v --no-input --help -h'
    values='--unlock-file=file --unlock-fd=text --unlock-command=text --unlock-slot=text --color=choices:auto,always,never'
    operands='index' ;;
  'index embed')
    switches='--yes -y --dry-run --no-log --json --quiet -q --verbose -v --no-input --help -h'
    values='--model=model -m=model --dims=text --max-cost=text --ca-file=file --unlock-file=file --unlock-fd=text --unlock-command=text --unlock-slot=text --color=choices:auto,always,never'
    operands='index' ;;
  'index rm')
    switches='--quiet -q --verbose -v --no-input --help -h'
    values='--color=choices:auto,always,never'
    operands='index' ;;
  'keys add')
    switches='--guess --check --dry-run --replace --force --quiet -q --verbose -v --no-input --help -h'
    values='--from-file=file --from-env=variable --base-url=text --for=server --command=text --file-ref=file --from-env-file=file --unlock-file=file --unlock-fd=text --unlock-command=text --unlock-slot=text --color=choices:auto,always,never'
    operands='provider' ;;
  'keys list')
    switches='--json --quiet -q --verbose -v --no-input --help -h'
    values='--unlock-file=file --unlock-fd=text --unlock-command=text --unlock-slot=text --color=choices:auto,always,never'
    operands='provider' ;;
  'keys show')
    switches='--reveal --yes -y --json --quiet -q --verbose -v --no-input --help -h'
    values='--unlock-file=file --unlock-fd=text --unlock-command=text --unlock-slot=text --color=choices:auto,always,never'
    operands='key' ;;
  'keys check')
    switches='--all --probe --github --json --quiet -q --verbose -v --no-input --help -h'
    values='--model=model --timeout=text --max-age=text --junit=file --ca-file=file --unlock-file=file --unlock-fd=text --unlock-command=text --unlock-slot=text --color=choices:auto,always,never'
    operands='holder...' ;;
  'keys default')
    switches='--quiet -q --verbose -v --no-input --help -h'
    values='--unlock-file=file --unlock-fd=text --unlock-command=text --unlock-slot=text --color=choices:auto,always,never'
    operands='key' ;;
  'keys rename')
    switches='--quiet -q --verbose -v --no-input --help -h'
    values='--unlock-file=file --unlock-fd=text --unlock-command=text --unlock-slot=text --color=choices:auto,always,never'
    operands='key text' ;;
  'keys rm')
    switches='--yes -y --quiet -q --verbose -v --no-input --help -h'
    values='--unlock-file=file --unlock-fd=text --unlock-command=text --unlock-slot=text --color=choices:auto,always,never'
    operands='key...' ;;
  'keys import')
    switches='--dry-run --replace --force --quiet -q --verbose -v --no-input --help -h'
    values='--unlock-file=file --unlock-fd=text --unlock-command=text --unlock-slot=text --color=choices:auto,always,never'
    operands='choices:llm,aichat,mods,gptme,fabric,aider file' ;;
  'keys unlock')
    switches='--quiet -q --verbose -v --no-input --help -h'
    values='--for=text --unlock-file=file --unlock-fd=text --unlock-command=text --unlock-slot=text --color=choices:auto,always,never'
    operands='' ;;
  'keys lock')
    switches='--quiet -q --verbose -v --no-input --help -h'
    values='--color=choices:auto,always,never'
    operands='' ;;
  'keys passwd')
    switches='--add --remove --quiet -q --verbose -v --no-input --help -h'
    values='--slot=text --name=text --new-file=file --new-fd=text --kdf=choices:portable,standard,strong --unlock-file=file --unlock-fd=text --unlock-command=text --unlock-slot=text --color=choices:auto,always,never'
    operands='' ;;
  'keys slots')
    switches='--json --quiet -q --verbose -v --no-input --help -h'
    values='--remove=text --unlock-file=file --unlock-fd=text --unlock-command=text --unlock-slot=text --color=choices:auto,always,never'
    operands='' ;;
  'keys rekey')
    switches='--new-key-file --quiet -q --verbose -v --no-input --help -h'
    values='--unlock-file=file --unlock-fd=text --unlock-command=text --unlock-slot=text --color=choices:auto,always,never'
    operands='' ;;
  'keys recover')
    switches='--yes -y --quiet -q --verbose -v --no-input --help -h'
    values='--unlock-file=file --unlock-fd=text --unlock-command=text --unlock-slot=text --color=choices:auto,always,never'
    operands='' ;;
  'keys accept')
    switches='--quiet -q --verbose -v --no-input --help -h'
    values='--unlock-file=file --unlock-fd=text --unlock-command=text --unlock-slot=text --color=choices:auto,always,never'
    operands='' ;;
  'models')
    switches='--available --vision --tools --reasoning --refresh --json --quiet -q --verbose -v --no-input --help -h'
    values='--provider=provider --max-price=text --min-context=text --sort=choices:price,context,name,released --timeout=text --ca-file=file --unlock-file=file --unlock-fd=text --unlock-command=text --unlock-slot=text --color=choices:auto,always,never'
    operands='text' ;;
  'models show')
    switches='--json --quiet -q --verbose -v --no-input --help -h'
    values='--color=choices:auto,always,never'
    operands='model' ;;
  'models update')
    switches='--dry-run --forget --quiet -q --verbose -v --no-input --help -h'
    values='--as-of=text --timeout=text --ca-file=file --color=choices:auto,always,never'
    operands='text' ;;
  'providers list')
    switches='--json --quiet -q --verbose -v --no-input --help -h'
    values='--color=choices:auto,always,never'
    operands='' ;;
  'providers show')
    switches='--json --quiet -q --verbose -v --no-input --help -h'
    values='--color=choices:auto,always,never'
    operands='provider' ;;
  'providers add')
    switches='--replace --quiet -q --verbose -v --no-input --help -h'
    values='--base-url=text --dialect=choices:openai-chat,openai-responses,anthropic,gemini,cohere,ollama --name=text --key-env=text --model=text --color=choices:auto,always,never'
    operands='text' ;;
  'providers rm')
    switches='--quiet -q --verbose -v --no-input --help -h'
    values='--color=choices:auto,always,never'
    operands='own-provider' ;;
  'mcp list')
    switches='--json --quiet -q --verbose -v --no-input --help -h'
    values='--color=choices:auto,always,never'
    operands='' ;;
  'mcp tools')
    switches='--accept --json --quiet -q --verbose -v --no-input --help -h'
    values='--unlock-file=file --unlock-fd=text --unlock-command=text --unlock-slot=text --color=choices:auto,always,never'
    operands='server...' ;;
  'mcp check')
    switches='--json --quiet -q --verbose -v --no-input --help -h'
    values='--junit=file --unlock-file=file --unlock-fd=text --unlock-command=text --unlock-slot=text --color=choices:auto,always,never'
    operands='server...' ;;
  'mcp call')
    switches='--json --quiet -q --verbose -v --no-input --help -h'
    values='--timeout=text --unlock-file=file --unlock-fd=text --unlock-command=text --unlock-slot=text --color=choices:auto,always,never'
    operands='server text' ;;
  'mcp add')
    switches='--replace --quiet -q --verbose -v --no-input --help -h'
    values='--url=text --type=choices:http,sse --env=text --header=text --cwd=text --pass-env=text --tools=text --allow=text --start-timeout=text --tool-timeout=text --color=choices:auto,always,never'
    operands='text command...' ;;
  'mcp rm')
    switches='--quiet -q --verbose -v --no-input --help -h'
    values='--color=choices:auto,always,never'
    operands='server' ;;
  'mcp import')
    switches='--dry-run --replace --quiet -q --verbose -v --no-input --help -h'
    values='--server=text --unlock-file=file --unlock-fd=text --unlock-command=text --unlock-slot=text --color=choices:auto,always,never'
    operands='choices:claude-desktop,claude,cursor,vscode,gemini,qwen,codex,goose,opencode,- file' ;;
  'creds list')
    switches='--json --quiet -q --verbose -v --no-input --help -h'
    values='--path=file --unlock-file=file --unlock-fd=text --unlock-command=text --unlock-slot=text --color=choices:auto,always,never'
    operands='' ;;
  'creds check')
    switches='--network --json --quiet -q --verbose -v --no-input --help -h'
    values='--path=file --timeout=text --ca-file=file --unlock-file=file --unlock-fd=text --unlock-command=text --unlock-slot=text --color=choices:auto,always,never'
    operands='choices:qwen-code,gemini-cli,claude-code...' ;;
  'creds import')
    switches='--replace --quiet -q --verbose -v --no-input --help -h'
    values='--project=text --label=label --unlock-file=file --unlock-fd=text --unlock-command=text --unlock-slot=text --color=choices:auto,always,never'
    operands='choices:qwen-code,gemini-cli,claude-code file' ;;
  'creds refresh')
    switches='--quiet -q --verbose -v --no-input --help -h'
    values='--ca-file=file --unlock-file=file --unlock-fd=text --unlock-command=text --unlock-slot=text --color=choices:auto,always,never'
    operands='choices:qwen-code,gemini-cli,claude-code' ;;
  'creds rm')
    switches='--yes -y --quiet -q --verbose -v --no-input --help -h'
    values='--unlock-file=file --unlock-fd=text --unlock-command=text --unlock-slot=text --color=choices:auto,always,never'
    operands='choices:qwen-code,gemini-cli,claude-code' ;;
  'creds allow')
    switches='--yes -y --quiet -q --verbose -v --no-input --help -h'
    values='--color=choices:auto,always,never'
    operands='choices:qwen-code,gemini-cli,claude-code' ;;
  'creds disallow')
    switches='--quiet -q --verbose -v --no-input --help -h'
    values='--color=choices:auto,always,never'
    operands='choices:qwen-code,gemini-cli,claude-code' ;;
  'config list')
    switches='--all --json --quiet -q --verbose -v --no-input --help -h'
    values='--color=choices:auto,always,never'
    operands='' ;;
  'config get')
    switches='--json --quiet -q --verbose -v --no-input --help -h'
    values='--color=choices:auto,always,never'
    operands='setting' ;;
  'config set')
    switches='--quiet -q --verbose -v --no-input --help -h'
    values='--color=choices:auto,always,never'
    operands='setting setting-value...' ;;
  'config unset')
    switches='--quiet -q --verbose -v --no-input --help -h'
    values='--color=choices:auto,always,never'
    operands='setting' ;;
  'config path')
    switches='--quiet -q --verbose -v --no-input --help -h'
    values='--color=choices:auto,always,never'
    operands='' ;;
  'doctor')
    switches='--network --json --quiet -q --verbose -v --no-input --help -h'
    values='--timeout=text --unlock-file=file --unlock-fd=text --unlock-command=text --unlock-slot=text --color=choices:auto,always,never'
    operands='' ;;
  'completion')
    switches='--quiet -q --verbose -v --no-input --help -h'
    values='--color=choices:auto,always,never'
    operands='choices:bash,zsh,fish' ;;
  'help')
    switches='--quiet -q --verbose -v --no-input --help -h'
    values='--color=choices:auto,always,never'
    operands='topic...' ;;
  'batch')
    switches='--json --quiet -q --verbose -v --no-input --help -h'
    values='--color=choices:auto,always,never'
    operands='' ;;
  'config')
    switches='--all --json --quiet -q --verbose -v --no-input --help -h'
    values='--color=choices:auto,always,never'
    operands='' ;;
  'conversations')
    switches='--json --quiet -q --verbose -v --no-input --help -h'
    values='--unlock-file=file --unlock-fd=text --unlock-command=text --unlock-slot=text --color=choices:auto,always,never'
    operands='' ;;
  'creds')
    switches='--json --quiet -q --verbose -v --no-input --help -h'
    values='--path=file --unlock-file=file --unlock-fd=text --unlock-command=text --unlock-slot=text --color=choices:auto,always,never'
    operands='' ;;
  'index')
    switches='--json --quiet -q --verbose -v --no-input --help -h'
    values='--color=choices:auto,always,never'
    operands='' ;;
  'mcp')
    switches='--json --quiet -q --verbose -v --no-input --help -h'
    values='--color=choices:auto,always,never'
    operands='' ;;
  'memory')
    switches='--json --quiet -q --verbose -v --no-input --help -h'
    values='--unlock-file=file --unlock-fd=text --unlock-command=text --unlock-slot=text --color=choices:auto,always,never'
    operands='' ;;
  'providers')
    switches='--json --quiet -q --verbose -v --no-input --help -h'
    values='--color=choices:auto,always,never'
    operands='' ;;
  *) return 1 ;;
  esac
}

# The words that may follow the first one.
_byok_verbs() {
  case $1 in
  serve) verbs='token' ;;
  batch) verbs='submit status wait results cancel list rm adopt' ;;
  conversations) verbs='list show search rename rm export import undo compact prune reseal' ;;
  memory) verbs='add list show rm' ;;
  index) verbs='add update list show embed rm' ;;
  keys) verbs='add list show check default rename rm import unlock lock passwd slots rekey recover accept' ;;
  models) verbs='show update' ;;
  providers) verbs='list show add rm' ;;
  mcp) verbs='list tools check call add rm import' ;;
  creds) verbs='list check import refresh rm allow disallow' ;;
  config) verbs='list get set unset path' ;;
  esac
}

_byok_first='chat merge embed usage exec serve batch conversations memory search index keys models providers mcp creds config doctor completion help'

# The words up to the cursor, parted at blanks alone: readline also parts them at ':', '=', ….
_byok_split() {
  local rest=${COMP_LINE:0:COMP_POINT} blank piece i
  for ((i = 0; i <= COMP_CWORD; i++)); do
    blank=${rest%%[![:space:]]*}
    rest=${rest#"$blank"}
    piece=${COMP_WORDS[i]}
    ((i < COMP_CWORD)) || piece=$rest
    rest=${rest#"$piece"}
    if ((i == 0)) || [[ -n $blank ]]; then
      words+=("$piece")
    else
      words[${#words[@]}-1]+=$piece
    fi
  done
}

# The kind of an option's value, by one of its names; fails where it takes none.
_byok_value() {
  [[ " $values" == *" $1="* ]] || return 1
  kind=" $values "
  kind=${kind#*" $1="}
  kind=${kind%% *}
}

# Where a group of letters such as -qm ends with an option that takes a value: its kind, and in
# 'lead' what stands before the value.
_byok_letters() {
  local i
  for ((i = 1; i < ${#1}; i++)); do
    if _byok_value "-${1:i:1}"; then
      lead=${1:0:i+1}
      return 0
    fi
  done
  return 1
}

# The kind of the next operand, behind those that are there.
_byok_operand() {
  local each number=0
  for each in $operands; do
    if ((number++ == place)) || [[ $each == *... ]]; then
      kind=${each%...}
      return
    fi
  done
}

# Files behind '@', which readline would quote as a part of their names.
_byok_at_files() {
  local file
  while IFS= read -r file; do
    if [[ -d $file ]]; then
      file+=/
      compopt -o nospace 2>/dev/null
    fi
    printf -v file %q "$file"
    COMPREPLY+=("@$file")
  done < <(compgen -f -- "$1")
}

# Offers what begins with the word behind 'lead', which stays in front of it.
_byok_offer() {
  local word=${cur#"$lead"} cut='' quote='' i
  if [[ $word == [\"\']* ]]; then
    quote=${word:0:1}
    word=${word:1}
  fi
  case $1 in
  text | command | '') return ;;
  words:* | choices:*)
    local choices=${1#*:}
    mapfile -t COMPREPLY < <(compgen -W "${choices//,/ }" -- "$word")
    ;;
  file)
    compopt -o filenames 2>/dev/null
    mapfile -t COMPREPLY < <(compgen -f -- "$word")
    ;;
  text-or-file)
    [[ $word == @* ]] || return
    _byok_at_files "${word:1}"
    ;;
  *)
    # Not the program that the line names, which may be one of an unknown folder's.
    mapfile -t COMPREPLY < <(
      command byok __complete bash "$1" "$word" "${words[@]:1:${#words[@]}-2}" 2>/dev/null)
    ;;
  esac
  # Of a word in open quotes, readline replaces all that follows the quote.
  [[ -z $quote ]] || return
  [[ -z $lead ]] || COMPREPLY=("${COMPREPLY[@]/#/"$lead"}")
  # Readline replaces what follows the last of its word breaks, and an '@' with it.
  word=$lead$word
  for ((i = ${#word}; i > 0; i--)); do
    if [[ $COMP_WORDBREAKS == *"${word:i-1:1}"* ]]; then
      cut=${word:0:i}
      cut=${cut%@}
      break
    fi
  done
  COMPREPLY=("${COMPREPLY[@]#"$cut"}")
}

# Completes the line of a command that byok runs.
_byok_foreign() {
  local i=0
  while [[ ${COMP_WORDS[i++]} != -- ]]; do :; done
  if declare -F _comp_command_offset >/dev/null; then
    _comp_command_offset "$i"
  elif declare -F _command_offset >/dev/null; then
    _command_offset "$i"
  elif ((i == COMP_CWORD)); then
    mapfile -t COMPREPLY < <(compgen -c -- "$cur")
  else
    compopt -o filenames 2>/dev/null
    mapfile -t COMPREPLY < <(compgen -f -- "$cur")
  fi
}

# Passes a word before the cursor.
_byok_pass() {
  if [[ -n $kind ]]; then
    kind=''
  elif [[ -n $ended ]]; then
    ((++place))
  elif [[ $1 == -- ]]; then
    ended=1
  elif [[ $1 == --* ]]; then
    _byok_value "$1"
  elif [[ $1 == -?* ]]; then
    # Behind the letter, the value is in the same word.
    _byok_letters "$1" && [[ $lead != "$1" ]] && kind=''
    lead=''
  else
    ((++place))
  fi
}

# What the word at the cursor is.
_byok_cursor() {
  if [[ -n $kind ]]; then
    return
  elif [[ -z $ended && $cur == --*=* ]]; then
    lead=${cur%%=*}=
    _byok_value "${cur%%=*}"
  elif [[ -z $ended && $cur == -[!-]?* ]] && _byok_letters "$cur"; then
    return
  elif [[ -z $ended && $cur == -* ]]; then
    local value
    kind="words:$switches"
    for value in $values; do kind+=" ${value%%=*}"; done
  else
    _byok_operand
  fi
}

_byok() {
  COMPREPLY=()
  local -a words=()
  _byok_split
  local switches='' values='' operands='' kind='' lead='' place=0 ended='' verbs='' depth=3 i
  local last=$((${#words[@]} - 1))
  local cur=${words[last]}
  if ((last == 1)); then
    _byok_offer "words:$_byok_first --help --version"
    return
  fi
  # Of 'models' and 'models show', the longer one is meant.
  if ((last == 2)) || ! _byok_command "${words[1]} ${words[2]}"; then
    depth=2
    _byok_command "${words[1]}"
    _byok_verbs "${words[1]}"
  fi
  if ((last == 2)) && [[ -n $verbs && $cur != -* ]]; then
    _byok_offer "words:$verbs"
    return
  fi
  for ((i = depth; i < last; i++)); do
    _byok_pass "${words[i]}"
  done
  if [[ -n $ended && " $operands" == *' command'* ]]; then
    _byok_foreign
    return
  fi
  _byok_cursor
  _byok_offer "$kind"
}

complete -o nosort -F _byok byok 2>/dev/null || complete -F _byok byok
