package import ByokCore

extension Diagnosis {
  /// Versions, and what the system gives.
  package mutating func lookAtProgram() {
    group = "program"
    note("byok", ProgramVersion.current)
    note("system", SystemFacts.kernel)
    good("libsodium", Sealing.libraryVersion)
    switch CurlTransport.library {
    case .success(let version): good("libcurl", version)
    case .failure(let failure): bad("libcurl", failure.message, fix: "apt-get install libcurl4")
    }
    do throws(ByokError) {
      let secret = try Secret(randomBytes: 32)
      let isLocked = secret.withBytes { !$0.isEmpty } && SystemFacts.hasLockedMemory
      if isLocked {
        good("memory", "secrets are locked in memory")
      } else {
        bad("memory", "secrets may be swapped to disk", fix: "ulimit -l 1024, or encrypt the swap")
      }
    } catch {
      bad("memory", error)
    }
  }

  /// Folders and files, and who may read and write them.
  package mutating func lookAtFiles(_ locations: Locations) {
    group = "files"
    folder("configuration") { () throws(ByokError) in try locations.configuration() }
    folder("state") { () throws(ByokError) in try locations.unlockKey() }
    folder("fetched models") { () throws(ByokError) in try locations.modelList(of: "any") }
    file("config.json", privacy: .notWritable) { () throws(ByokError) in
      try locations.configuration()
    }
    do throws(ByokError) {
      _ = try Configuration.load(locations)
    } catch {
      bad("config.json", error)
    }
    file("usage log", privacy: .notWritable) { () throws(ByokError) in try locations.usageLog() }
    file("unlock.key", privacy: .ownerOnly) { () throws(ByokError) in try locations.unlockKey() }
  }

  private mutating func folder(_ name: String, _ path: () throws(ByokError) -> FilePath) {
    do throws(ByokError) {
      let path = try path()
      guard let folder = try PrivateDirectory.open(holding: path) else {
        return note(name, "'\(path.folder)' is not there yet")
      }
      good(name, "'\(path.folder)', mode \(folder.mode)")
    } catch {
      bad(name, error)
    }
  }

  private mutating func file(
    _ name: String, privacy: Privacy, _ path: () throws(ByokError) -> FilePath
  ) {
    do throws(ByokError) {
      let path = try path()
      guard let folder = try PrivateDirectory.open(holding: path),
        let file = try PrivateDirectory.openFile(path, in: folder, privacy: privacy)
      else { return note(name, "none") }
      good(name, "'\(path.text)', mode \(file.mode)")
    } catch {
      bad(name, error)
    }
  }
}
