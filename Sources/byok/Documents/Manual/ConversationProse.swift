internal import ByokCore
internal import ByokKit

/// How conversations are used, for the manual and `byok help conversations`.
enum ConversationProse {
  /// The title of the part.
  static let title = "How conversations work"

  static let part = ManualPage.Part(
    title: title,
    blocks: use + [.heading("At a terminal")] + terminal + [.heading("What is kept")] + kept)

  private static let use: [ManualPage.Block] = [
    .lines([
      "byok chat --conversation trip 'Where to?'   begins trip, or continues it",
      "byok chat -c 'And then?'                    continues the one used last",
      "byok chat                                   at a terminal: a line a turn",
      "byok conversations show trip                prints it",
    ]),
    .paragraph(
      "Scripts should name the conversation: `-c` means the one to which a turn was added last, and"
        + " says so when that was on another terminal. `--new` and `--continue-only` make sure that it"
        + " does not, or does, exist. `--fork NAME@TURN --conversation NEW` begins another one with the"
        + " turns up to TURN."),
    .paragraph(
      "Every model can continue every conversation: it gets the text of all turns and the files that"
        + " it can take, but not what another model reasoned. `-s` sets the system prompt from this turn"
        + " on. A reply that the provider cut off (status 12) is kept, so that it can be continued; a"
        + " request that failed keeps nothing, so that it can be repeated."
        + Proof.of(.tests("conversation-chat", "conversation-dialects"))),
    .paragraph(
      "Each turn sends all earlier ones again. A conversation that no longer fits the model ends with"
        + " status 13: `byok conversations compact NAME` lets a model summarise the older turns, which"
        + " stay in the file, and `--last-turns N` sends only the last N. Where a provider caches the"
        + " beginning of a prompt, byok asks for it if the last turn is less than five minutes old."
    ),
  ]

  private static let terminal: [ManualPage.Block] = [
    .paragraph(
      "`byok chat` without a prompt reads lines from the terminal, and replies to each. Nothing is kept"
        + " unless a conversation is named, or saved with `/save`. It never starts where standard input"
        + " or output is not a terminal, or with `--no-input`."),
    .terms(DialogueCommand.rows.map { ("`\($0.line)`", $0.meaning + ".") }),
  ]

  private static let kept: [ManualPage.Block] = [
    .paragraph(
      "A name is up to 64 lower-case letters, digits, `.`, `_` and `-`. Nothing waits for another byok:"
        + " where two go on with one conversation at the same time, the second turn is kept in a"
        + " conversation of its own, NAME~2, with the turns before, and byok says so."),
    .paragraph(
      "Text, model, provider, tokens, cost and time of each message are kept; reasoning is not."
        + " Attachments of up to \(Figures.size(ConversationStore.attachmentLimit)) are kept once, however"
        + " many turns refer to them; larger ones are only named. A message may have"
        + " \(Figures.size(RecordFile.recordLimit + 1)), a conversation"
        + " \(Figures.size(RecordFile.fileLimit))."),
    .paragraph(
      "A damaged conversation is reported with status \(ByokError.Kind.damaged.rawValue); the turns"
        + " before the damage are shown, and `byok chat --fork NAME@TURN --conversation NEW` goes on from"
        + " there. A turn that a crash cut off is not there, and the next one takes its place."
        + Proof.of(.tests("ConversationStoreTests"), .faults("conversations"))),
    .paragraph(
      "Nothing of a conversation is in clear on the disk, not even its name."
        + Proof.of(.leaks("conversations"), .tests("ConversationStoreTests"))),
    .paragraph(
      "Who can read the folder sees how many conversations there are, their sizes and when they were"
        + " changed. Who can write it can put an older file back, which is not noticed. Removing a"
        + " conversation removes its file; on SSDs, on file systems that copy on write, and in backups, the"
        + " sealed bytes may stay. `byok-keystore`(5) has the format."),
  ]
}
