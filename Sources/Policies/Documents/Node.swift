/// A value in a document, and where it stands.
struct Node: Sendable {
    var place: SourcePlace
    var content: Content

    enum Content: Sendable {
        case scalar(Scalar)
        case list([Node])
        case mapping([Member])
    }

    struct Scalar: Sendable {
        /// As written: references not replaced.
        var text: String
        /// In quotes or as a block: surely text.
        var quoted: Bool
    }

    struct Member: Sendable {
        var key: String
        var keyPlace: SourcePlace
        var value: Node
    }

    /// For messages.
    var kind: String {
        switch content {
        case .scalar: "a single value"
        case .list: "a list"
        case .mapping: "a mapping"
        }
    }

    /// Nothing written where a value could be, or `null` or `~`.
    var isNull: Bool {
        guard case .scalar(let scalar) = content, !scalar.quoted else { return false }
        return PlainScalar.otherMeaning(of: scalar.text) == "null"
    }

    var members: [Member]? { if case .mapping(let members) = content { members } else { nil } }

    subscript(key: String) -> Node? { members?.first { $0.key == key }?.value }
}
