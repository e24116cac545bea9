internal import ByokCore

/// The characters that HTML names, as far as models write them.
///
/// Source: HTML Standard, section 13.5 (Named character references).
enum CharacterReference {
  /// The character of a reference.
  ///
  /// - Parameter name: What is between `&` and `;`.
  /// - Returns: The character; `nil` for one that is not known or not safe to show.
  static func scalar(_ name: some Collection<UInt8>) -> Unicode.Scalar? {
    let name = String(decoding: name, as: UTF8.self)
    guard name.hasPrefix("#") else { return named[name].flatMap(\.unicodeScalars.first) }
    let digits = name.dropFirst()
    let isHexadecimal = digits.first == "x" || digits.first == "X"
    let value =
      isHexadecimal ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits, radix: 10)
    guard let value, value >= 0x20, let scalar = Unicode.Scalar(value) else { return nil }
    let text = String(scalar)
    return Sanitizer.clean(text) == text ? scalar : nil
  }

  private static let named: [String: String] = {
    let words = list.split(whereSeparator: \.isWhitespace)
    var table = ["nbsp": "\u{A0}", "ensp": " ", "emsp": " ", "thinsp": " "]
    for index in stride(from: 0, to: words.count - 1, by: 2) {
      table[String(words[index])] = String(words[index + 1])
    }
    return table
  }()

  private static let list = """
    amp & lt < gt > quot " apos ' copy © reg ® trade ™ hellip … mdash — ndash – lsquo ‘ rsquo ’
    ldquo “ rdquo ” laquo « raquo » bull • middot · times × divide ÷ plusmn ± deg ° micro µ
    para ¶ sect § euro € pound £ yen ¥ cent ¢ larr ← rarr → uarr ↑ darr ↓ harr ↔ rArr ⇒ lArr ⇐
    hArr ⇔ ne ≠ le ≤ ge ≥ asymp ≈ equiv ≡ infin ∞ sum ∑ prod ∏ radic √ int ∫ part ∂ nabla ∇
    isin ∈ notin ∉ sub ⊂ sup ⊃ sube ⊆ supe ⊇ cap ∩ cup ∪ and ∧ or ∨ not ¬ forall ∀ exist ∃
    empty ∅ minus − lowast ∗ prop ∝ sim ∼ cong ≅ perp ⊥ oplus ⊕ otimes ⊗ sdot ⋅ alpha α beta β
    gamma γ delta δ epsilon ε zeta ζ eta η theta θ iota ι kappa κ lambda λ mu μ nu ν xi ξ
    omicron ο pi π rho ρ sigma σ sigmaf ς tau τ upsilon υ phi φ chi χ psi ψ omega ω Gamma Γ
    Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Phi Φ Psi Ψ Omega Ω frac12 ½ frac14 ¼ frac34 ¾
    sup1 ¹ sup2 ² sup3 ³ szlig ß auml ä ouml ö uuml ü Auml Ä Ouml Ö Uuml Ü eacute é egrave è
    ecirc ê agrave à acirc â aacute á ccedil ç iacute í oacute ó ocirc ô uacute ú ntilde ñ
    aring å aelig æ oslash ø iexcl ¡ iquest ¿ check ✓ cross ✗ star ☆ hearts ♥ dagger † permil ‰
    """
}
