/// What somebody probably meant by a word that is not one of those expected.
enum Spelling {
    /// ` (did you mean "mode"?)` for the nearest of `candidates`, or nothing when none is near.
    static func hint(for word: String, among candidates: [String]) -> String {
        let word = word.lowercased()
        let nearest = candidates.map { (distance(word, $0.lowercased()), $0) }.min { $0.0 < $1.0 }
        guard word.utf8.count <= 64, let nearest, nearest.0 <= max(1, word.count / 3) else { return "" }
        return " (did you mean \"\(nearest.1)\"?)"
    }

    /// Text from a document as a message shows it: in quotes, control characters escaped, cut at 60 characters.
    static func quoted(_ text: String) -> String { "\"\(shown(text))\"" }

    /// The same without quotes.
    static func shown(_ text: String) -> String {
        let scalars = text.unicodeScalars.prefix(60)
        let shown = scalars.map { $0.value < 0x20 || $0.value == 0x7F ? $0.escaped(asASCII: true) : String($0) }
        return shown.joined() + (scalars.endIndex < text.unicodeScalars.endIndex ? "…" : "")
    }

    /// The Levenshtein distance: insertions, deletions and substitutions between two words.
    private static func distance(_ a: String, _ b: String) -> Int {
        let b = Array(b)
        var row = Array(0...b.count)
        for (i, x) in a.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, y) in b.enumerated() {
                (diagonal, row[j + 1]) = (
                    row[j + 1], min(row[j + 1] + 1, row[j] + 1, diagonal + (x == y ? 0 : 1))
                )
            }
        }
        return row[b.count]
    }
}
