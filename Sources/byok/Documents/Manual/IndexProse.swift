internal import ByokCore
internal import ByokKit

/// How files are indexed and found, for the manual and `byok help indexes`.
enum IndexProse {
  /// The title of the part.
  static let title = "How indexes work"

  static let part = ManualPage.Part(
    title: title,
    blocks: use + [.heading("Which files")] + files + [.heading("Chunks and ranking")] + ranking
      + [.heading("What is kept")] + kept)

  private static let use: [ManualPage.Block] = [
    .lines([
      "byok index add docs ~/docs      indexes a folder",
      "byok search exit status         prints FILE:LINE: TEXT, the best first",
      "byok index update               after files have changed",
    ]),
    .paragraph(
      "An update reads only files whose size, modification time or inode changed, and those that were"
        + " changed less than two seconds before the last update. It gives the same index as building it"
        + " anew. Where the index has embeddings, passages that are new are embedded."
        + " A search reads the files that it prints: a passage whose file has changed is"
        + " looked for by its hash, then by its lines."),
  ]

  private static let files: [ManualPage.Block] = [
    .paragraph(
      "Rules are those of `.gitignore` (`gitignore`(5)), also outside of git's work trees, of"
        + " `.git/info/exclude`, and of `.ignore`, which takes precedence. git itself is not run: files that"
        + " it tracks although a rule ignores them are left out, its global excludes are not read, and"
        + " work trees within another are indexed, too. Links are not followed, and other file systems not"
        + " entered."),
    .paragraph(
      "Text is UTF-8 or UTF-16; `--encoding` says what other text is. A file with a zero byte in its first"
        + " 8 KiB is no text. Of HTML, tags, styles and scripts are not searched. Files that hold keys are"
        + " recognized by their names, and private keys by their first line: neither is indexed without"
        + " `--include-secrets`."),
    .paragraph(
      "PDF needs `pdftotext` (package poppler-utils); docx, odt, epub and rtf need `pandoc`. They are run"
        + " without a shell, for a minute at most. `index.loaders.EXTENSION` in config.json names other"
        + " programs: a list of the program and its arguments, in which `{}` is the file; an empty list reads"
        + " such files as text."),
    .lines(["byok config set index.loaders.html '[\"pandoc\", \"--to\", \"plain\", \"{}\"]'"]),
  ]

  private static let ranking: [ManualPage.Block] = [
    .paragraph(
      "Files are divided into chunks of 1200 to 1600 bytes, 4000 at most: Markdown at its headings, code"
        + " before what begins at the margin after an empty line, other text between paragraphs."),
    .paragraph(
      "Words are compared without capitals, accents and English endings (Porter's algorithm). `camelCase`"
        + " and `snake_case` are found as a whole and by their parts, Chinese, Japanese, Korean and Thai"
        + " text by pairs of characters. English words such as `the` count only in a query of nothing else."
        + " The rank is BM25 with k1 = 1.2 and b = 0.75; a word counts 1.5 times in headings and twice in"
        + " the file's name."),
  ]

  private static let kept: [ManualPage.Block] = [
    .paragraph(
      "What an index is of is in `~/.local/state/byok/indexes.json`. The index itself is a cache,"
        + " `~/.cache/byok/index/NAME/`, which `byok index update` builds anew where it is missing or"
        + " damaged. It holds paths, headings, words and hashes, not the text; only you can read it."
        + " Use `--sealed` where the files are on an encrypted disk and the cache is not: the file is then"
        + " sealed with the keystore, and opened into memory for each search. After `byok keys rekey`,"
        + " a sealed index whose key was not kept is built anew by `byok index update`; its vectors, which cost"
        + " money, stay readable: the keystore keeps the key until `byok conversations reseal` seals them anew."
    )
  ]
}
