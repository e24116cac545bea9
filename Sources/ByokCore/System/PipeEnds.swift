internal import CLinux

/// A pipe, both ends of which are closed on `exec`.
struct PipeEnds: ~Copyable {
  let reading: OpenFile
  let writing: OpenFile

  init() throws(Errno) {
    var ends: [CInt] = [-1, -1]
    _ = try retryingInterrupted { unsafe clinux_pipe(&ends) }
    reading = OpenFile(descriptor: ends[0])
    writing = OpenFile(descriptor: ends[1])
  }
}
