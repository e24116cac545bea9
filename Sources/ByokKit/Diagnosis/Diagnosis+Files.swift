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
    configuration(locations)
    prices(locations)
    file("usage log", privacy: .notWritable) { () throws(ByokError) in try locations.usageLog() }
    file("unlock.key", privacy: .ownerOnly) { () throws(ByokError) in try locations.unlockKey() }
    formerKeyFile(locations)
  }

  /// The key file that a new one has replaced, and which nothing needs but old copies.
  private mutating func formerKeyFile(_ locations: Locations) {
    guard let path = try? UnlockKey.former(locations.unlockKey()), fileExists(path.text) else {
      return
    }
    note("unlock.key.bak", "'\(path.text)', which opens old copies of the keystore")
  }

  /// How old the prices are that nobody has refreshed.
  private mutating func prices(_ locations: Locations) {
    let now = Clock.system.now()
    let imported = try? ImportedCatalogue.load(locations)
    let day = max(Catalogue.asOf, imported?.day ?? "")
    let from = day == imported?.day ? "from \(imported?.source ?? "")" : "built in"
    let words = "of \(PriceAge.words(day, now: now)), \(from)"
    if let warning = PriceAge.warning(day, now: now) {
      bad("prices", words, fix: warning.hints.first)
    } else {
      good("prices", words)
    }
  }

  private mutating func configuration(_ locations: Locations) {
    let name = "config.json"
    do throws(ByokError) {
      let path = try locations.configuration()
      _ = try Configuration.load(locations)
      guard let file = try LinkedFile.find(path),
        let open = try PrivateDirectory.openFile(file.path, in: file.folder, privacy: .notWritable)
      else { return note(name, "none") }
      let link = file.path == path ? "" : ", a link to '\(file.path.text)'"
      good(name, "'\(path.text)', mode \(open.mode)\(link)")
    } catch {
      bad(name, error)
    }
  }

  private mutating func folder(_ name: String, _ path: () throws(ByokError) -> FilePath) {
    do throws(ByokError) {
      let path = try path()
      guard let file = try LinkedFile.find(path, followsFile: false) else {
        return note(name, "'\(path.folder)' is not there yet")
      }
      good(name, "'\(path.folder)', mode \(file.folder.mode)")
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
