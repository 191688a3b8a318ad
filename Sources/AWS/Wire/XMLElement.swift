/// An element of an answer: its name without a namespace prefix, and either text or children. Attributes are dropped,
/// no answer that Cordon reads says anything in them.
struct XMLElement: Hashable, Sendable {
    var name: String
    var text = ""
    var children: [XMLElement] = []

    /// The first child of that name, whatever the case of its first letter: EC2 asks in `UpperCamel` for what it answers
    /// in `lowerCamel`, and one type serves both.
    func child(_ name: String) -> XMLElement? {
        children.first { $0.name == name } ?? children.first { $0.matches(name) }
    }

    private func matches(_ other: String) -> Bool {
        guard let a = name.utf8.first, let b = other.utf8.first, a | 0x20 == b | 0x20 else { return false }
        return name.utf8.dropFirst().elementsEqual(other.utf8.dropFirst())
    }
}

/// An answer that is not the XML it should be.
struct XMLSyntaxError: Error, Hashable, CustomStringConvertible {
    var reason: String
    /// Bytes from the beginning.
    var offset: Int
    var description: String { "not valid XML at byte \(offset): \(reason)" }
}
