/// A text pattern: `*` stands for any characters, `/` included, `?` for exactly one, all else for itself.
package struct Wildcard: Hashable, Sendable, CustomStringConvertible {
    package let pattern: String
    private let scalars: [Unicode.Scalar]
    private let isLiteral: Bool

    package init(_ pattern: String) {
        self.pattern = pattern
        scalars = Array(pattern.unicodeScalars)
        isLiteral = !pattern.contains { $0 == "*" || $0 == "?" }
    }

    package var description: String { pattern }

    /// Whether the whole of `text` fits. Takes at most pattern × text steps, whatever the pattern.
    package func matches(_ text: String) -> Bool {
        if isLiteral { return text == pattern }
        let text = Array(text.unicodeScalars)
        var (at, position) = (0, 0)
        // The last star seen, and the text position that it is tried up to.
        var star: (pattern: Int, text: Int)?
        while position < text.count {
            if at < scalars.count, scalars[at] == "*" {
                star = (at, position)
                at += 1
            } else if at < scalars.count, scalars[at] == "?" || scalars[at] == text[position] {
                at += 1
                position += 1
            } else if let last = star {
                star = (last.pattern, last.text + 1)
                at = last.pattern + 1
                position = last.text + 1
            } else {
                return false
            }
        }
        return scalars[at...].allSatisfy { $0 == "*" }
    }
}
